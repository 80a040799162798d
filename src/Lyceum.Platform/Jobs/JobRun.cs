using Lyceum.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Jobs;

/// <summary>One attempt at a job: its door (keyed with the job's id, so that effects happen once), the database for reading, and services.</summary>
public sealed class JobRun
{
    private readonly IServiceProvider _services;

    internal JobRun(IServiceProvider services, Guid id, int attempt, DateTimeOffset now, CancellationToken ct)
    {
        _services = services;
        Id = id;
        Attempt = attempt;
        Now = now;
        Ct = ct;
    }

    /// <summary>The job.</summary>
    public Guid Id { get; }

    /// <summary>1 on the first try.</summary>
    public int Attempt { get; }

    /// <summary>When this attempt began.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Ends when the lease is lost or the worker drains.</summary>
    public CancellationToken Ct { get; }

    /// <summary>The database, for reading only.</summary>
    public LyceumDb Db => Get<LyceumDb>();

    /// <summary>A service of the job's own scope.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>
    /// Carries a command out through the door, once per job, command and step even when the job runs twice. A refusal is returned; <see cref="Refused"/> turns it into a failed attempt.
    /// </summary>
    public Task<Result<T>> Run<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler, string step = "1") where TCommand : notnull where T : notnull
    {
        Get<Call>().IdempotencyKey = $"job:{Id:n}:{typeof(TCommand).Name}:{step}";
        return Get<Door>().Run(command, handler, Ct);
    }

    /// <summary>Fails this attempt with the refusal's code; the job is tried again with back-off, then waits as dead.</summary>
    public static Exception Refused(Refusal refusal) => new JobRefusedException(refusal.Code);
}

/// <summary>A job that cannot go on; the message is a stable code.</summary>
public sealed class JobRefusedException(string code) : Exception(code);

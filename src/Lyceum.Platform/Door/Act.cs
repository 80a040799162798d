using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform;

/// <summary>
/// What a handler gets: the database inside the door's transaction, who acts, the time, and nothing with which it could begin or commit.
/// Handlers change entities; saving, auditing and committing are the door's.
/// </summary>
public sealed class Act
{
    private readonly Door _door;
    private readonly IServiceProvider _services;

    internal Act(Door door, IServiceProvider services, LyceumDb db, Call call, DateTimeOffset now, CancellationToken ct)
    {
        _door = door;
        _services = services;
        Db = db;
        Call = call;
        Now = now;
        Ct = ct;
    }

    /// <summary>The database, in the door's transaction.</summary>
    public LyceumDb Db { get; }

    /// <summary>The circumstances: request id, client, expected version.</summary>
    public Call Call { get; }

    /// <summary>Who acts.</summary>
    public Actor Actor => Call.Actor;

    /// <summary>The time of the act, UTC, the same throughout.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The id of something new: UUIDv7, or in the demo school the next of a fixed row.</summary>
    public Guid NewId() => Call.Ids?.Invoke() ?? Guid.CreateVersion7();

    /// <summary>Ends when the caller is gone.</summary>
    public CancellationToken Ct { get; }

    /// <summary>Why, in the actor's words: stands in every audit row of this act. Filled from the command's property <c>Reason</c> where it has one.</summary>
    public string? Reason { get; set; }

    internal List<AuditNote> Notes { get; } = [];

    internal List<Job> Queued { get; } = [];

    internal Ownership Ownership { get; } = new();

    /// <summary>The command whose handler is running; its room is the one that may write.</summary>
    internal Type Current { get; set; } = typeof(Act);

    /// <summary>A service of the house (password hasher, file store); never another way to the database.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another handler in the same transaction; its permission is checked again.</summary>
    public Task<Result<T>> Run<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull =>
        _door.RunInside(command, handler, this);

    /// <summary>Writes an audit row by hand, for what the change tracker cannot see (a set-based statement, a disclosure).</summary>
    public void Note(string action, string entity, Guid? entityId, object? before = null, object? after = null) =>
        Notes.Add(new AuditNote(action, entity, entityId, before, after));

    /// <summary>Refuses when the caller's version is not the current one; passes when the caller named none.</summary>
    public Refusal? CheckVersion(int current) =>
        Call.ExpectedVersion is { } expected && expected != current ? PlatformErrors.Stale : null;
}

using System.Globalization;
using Lyceum.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Operations;

/// <summary>One execution of an operation: its inputs, and what the body may reach. Not thread-safe.</summary>
public sealed class OperationRun : IAsyncDisposable
{
    private readonly Executable executable;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> inputs;
    private readonly Action<string> progress;
    private ClusterUse? cluster;
    private ServiceProvider? services;
    private AsyncServiceScope? scope;

    internal OperationRun(Operation operation, Executable executable, Installation installation, IReadOnlyDictionary<string, IReadOnlyList<string>> inputs,
        Action<string> progress, CancellationToken ct)
    {
        (Operation, this.executable, Installation, this.inputs, this.progress, Ct) = (operation, executable, installation, inputs, progress, ct);
        Id = RunId.New(Clock.GetUtcNow());
    }

    /// <summary>26 Crockford characters; names the journal.</summary>
    public string Id { get; }

    /// <summary>What is being done.</summary>
    public Operation Operation { get; }

    /// <summary>To which school.</summary>
    public Installation Installation { get; }

    /// <summary>All modules.</summary>
    public House House => executable.House;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => executable.Clock;

    /// <summary>Cancelled by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Ct { get; }

    /// <summary>Who does it: the operating system's user, since the command line has no other.</summary>
    public string Actor { get; } = $"cli:{(Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } person ? person : Environment.UserName)}@{Environment.MachineName}";

    internal Executable Executable => executable;

    internal RunJournal? Journal { get; set; }

    /// <summary>Where a server announces itself while its run goes on.</summary>
    internal OutcomeWriter Report { get; init; } = new(TextWriter.Null, json: false, verbose: false, colour: false);

    /// <summary>The text given for an input; null if none was.</summary>
    public string? Text(string name) => List(name) is [var first, ..] ? first : null;

    /// <summary>The number given for an input.</summary>
    public int? Number(string name) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a flag was given.</summary>
    public bool Flag(string name) => List(name).Count > 0;

    /// <summary>Everything given for an input.</summary>
    public IReadOnlyList<string> List(string name) => inputs.TryGetValue(name, out var values) ? values : [];

    /// <summary>Says on standard error what is going on, for somebody who waits.</summary>
    public void Progress(string text) => progress(text);

    /// <summary>A step of the run: journalled before and after.</summary>
    public async Task<T> Step<T>(string title, Func<Task<T>> work)
    {
        Journal?.Step(title, "begin");
        try
        {
            var result = await work();
            Journal?.Step(title, "done");
            return result;
        }
        catch (Exception e)
        {
            Journal?.Step(title, "failed", e.Message);
            throw;
        }
    }

    /// <summary>A step without a result.</summary>
    public Task Step(string title, Func<Task> work) => Step(title, async () =>
    {
        await work();
        return true;
    });

    /// <summary>
    /// The database's addresses. A private cluster is started if it is not running, and stopped again at the end of the run if this run started it
    /// and nobody else uses it by then.
    /// </summary>
    public Task<ConnectionStrings> Database() => Database(stopWhenLast: false);

    internal async Task<ConnectionStrings> Database(bool stopWhenLast)
    {
        if (Installation.Configured is { } configured) return configured;
        cluster ??= await ClusterUse.Take(Installation.Paths, stopWhenLast, Progress, Ct);
        return cluster.Connections;
    }

    /// <summary>A scope of the application's services without its web server, with the database at hand: one for the run.</summary>
    public async Task<IServiceProvider> Services()
    {
        services ??= executable.Services(Installation, await Database());
        scope ??= services.CreateAsyncScope();
        return scope.Value.ServiceProvider;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (scope is { } open) await open.DisposeAsync();
        if (services is not null) await services.DisposeAsync();
        if (cluster is not null) await cluster.DisposeAsync();
        Journal?.Dispose();
    }
}

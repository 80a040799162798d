using System.Text.Json;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;

namespace Lyceum.Platform;

public sealed partial class Contributions
{
    private readonly Dictionary<string, JobKind> _jobs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stoppable = new(StringComparer.Ordinal);
    private readonly List<(string Event, string Job)> _subscriptions = [];
    private readonly List<ScheduleDeclaration> _schedules = [];

    internal IReadOnlyDictionary<string, JobKind> JobKinds => _jobs;

    internal IReadOnlyList<ScheduleDeclaration> Schedules => _schedules;

    /// <summary>
    /// A kind of job and how it runs. The run does slow work (render, send) outside any transaction and changes data only through <c>run.Run(command, handler)</c>.
    /// It acts as a named system actor with exactly the permissions listed.
    /// </summary>
    public void Job<TPayload>(string kind, Func<TPayload, JobRun, Task> run, params string[] permissions) =>
        _jobs.Add(kind, new JobKind(kind, Actor.System(kind, permissions), (payload, job) => run(JsonSerializer.Deserialize<TPayload>(payload, Json.Options)!, job)));

    /// <summary>A person may stop a waiting or running job of this kind by discarding it: it leaves nothing half done, and another goes on from there.</summary>
    public void MayBeStopped(string kind) => _stoppable.Add(kind);

    internal bool CanBeStopped(string kind) => _stoppable.Contains(kind);

    /// <summary>Runs a job whenever the event happens; the job's payload is the event. The kind is <c>module.on_event</c>.</summary>
    public void On<TEvent>(string kind, Func<TEvent, JobRun, Task> run, params string[] permissions) where TEvent : IDomainEvent
    {
        Job(kind, run, permissions);
        _subscriptions.Add((TEvent.Type, kind));
    }

    /// <summary>Queues a job of this kind (payload <c>{}</c>) at each tick of a Quartz cron expression, UTC; any number of nodes run a tick once.</summary>
    public void Schedule(string kind, string cron) => _schedules.Add(new ScheduleDeclaration(kind, cron));

    internal IEnumerable<string> SubscribersOf(string eventType) => _subscriptions.Where(s => s.Event == eventType).Select(s => s.Job);
}

/// <summary>A kind of job the house can run.</summary>
internal sealed record JobKind(string Kind, Actor Actor, Func<string, JobRun, Task> Run);

/// <summary>A schedule as declared; kept as a row so that all nodes share its next tick.</summary>
internal sealed record ScheduleDeclaration(string Kind, string Cron);

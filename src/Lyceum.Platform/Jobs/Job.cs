using System.Text.Json;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Jobs;

/// <summary>What has become of a job. Queued and running move on by themselves; dead waits for a person.</summary>
public enum JobState
{
    Queued,
    Running,
    Done,
    Dead,
    Discarded,
}

/// <summary>
/// Work to be done after the act that asked for it has committed. Claimed with SKIP LOCKED under a lease; a lost worker's lease runs out and
/// another takes the job, so a job may run twice: its effects go through the door, whose idempotency key is the job's id, and so happen once.
/// </summary>
public sealed class Job
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Kind { get; init; }
    public required string Payload { get; init; }
    public JobState State { get; set; }
    public DateTimeOffset RunAt { get; set; }
    public int Attempts { get; set; }
    public int MaxAttempts { get; init; } = 10;
    public DateTimeOffset? LeaseUntil { get; set; }
    public string? LeasedBy { get; set; }

    /// <summary>Unique among jobs of the kind: the same key twice is the same job.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Who asked for it; the job acts in this name.</summary>
    public required string QueuedBy { get; init; }
    public Guid? QueuedByPerson { get; init; }
    public required string RequestId { get; init; }
    public string? LastError { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Tries again from the first attempt, now. Only a dead job waits for this.</summary>
    internal Refusal? Retry(DateTimeOffset now)
    {
        if (State != JobState.Dead) return JobErrors.NotDead;
        (State, Attempts, RunAt, FinishedAt) = (JobState.Queued, 0, now, null);
        return null;
    }

    /// <summary>Gives up for good. Only a dead job waits for this; one that may be stopped is given up while it lives, and its worker finds its lease gone at the next beat.</summary>
    internal Refusal? Discard(DateTimeOffset now, bool mayBeStopped)
    {
        if (State != JobState.Dead && !(mayBeStopped && State is (JobState.Queued or JobState.Running))) return JobErrors.NotDead;
        (State, FinishedAt, LeaseUntil, LeasedBy) = (JobState.Discarded, now, null, null);
        return null;
    }

    internal static void Map(ModelBuilder model) => model.Entity<Job>(e =>
    {
        e.ToTable("jobs");
        e.Property(x => x.Payload).HasColumnType("jsonb");
        e.Property(x => x.State).HasConversion<LowerCase<JobState>>();
        e.Unaudited();
    });
}

/// <summary>Asking for jobs and telling of events, inside an act: both commit with it or not at all.</summary>
public static class Queueing
{
    /// <summary>
    /// Queues a job of a kind the house knows and returns its id. With a key, a job of that kind and key already queued (ever) makes this a no-op at
    /// commit, also when the other act runs at the same moment; the id returned is then that of no job.
    /// </summary>
    public static Guid Enqueue<TPayload>(this Act act, string kind, TPayload payload, DateTimeOffset? runAt = null, string? key = null)
    {
        var job = new Job
        {
            Kind = kind,
            Payload = JsonSerializer.Serialize(payload, Json.Options),
            RunAt = runAt ?? act.Now,
            UniqueKey = key,
            QueuedBy = act.Actor.Label,
            QueuedByPerson = act.Actor.PersonId,
            RequestId = act.Call.RequestId,
            CreatedAt = act.Now,
        };
        act.Queued.Add(job);   // not tracked: EF knows no ON CONFLICT; the door writes these after saving
        return job.Id;
    }

    /// <summary>
    /// Tells the house that something happened: one outbox row, and one job for each subscriber, in this transaction. Delivery is at least once;
    /// the subscriber's door key is the job's id (ADR 0002: why the fan-out happens at commit and not in a dispatcher).
    /// </summary>
    public static void Publish<TEvent>(this Act act, TEvent happened) where TEvent : IDomainEvent
    {
        var entry = new OutboxEntry
        {
            Type = TEvent.Type,
            AggregateId = happened.AggregateId,
            Payload = JsonSerializer.Serialize(happened, Json.Options),
            At = act.Now,
        };
        act.Db.Add(entry);
        foreach (var subscriber in act.Get<House>().Contributions.SubscribersOf(TEvent.Type)) act.Enqueue(subscriber, happened, key: entry.Id.ToString("n"));
    }
}

/// <summary>Something that happened, past tense, told to rooms further right. The type is part of the contract: <c>academics.enrolment.activated.v1</c>.</summary>
public interface IDomainEvent
{
    /// <summary>Stable name with version.</summary>
    static abstract string Type { get; }

    /// <summary>What it happened to.</summary>
    Guid AggregateId { get; }
}

/// <summary>An event as recorded; webhooks send the same row.</summary>
public sealed class OutboxEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Type { get; init; }
    public Guid AggregateId { get; init; }
    public required string Payload { get; init; }
    public DateTimeOffset At { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<OutboxEntry>(e =>
    {
        e.ToTable("outbox");
        e.Property(x => x.Payload).HasColumnType("jsonb");
        e.Unaudited();
    });
}

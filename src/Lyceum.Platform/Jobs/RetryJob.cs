using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Jobs;

/// <summary>Lets a dead job try again from the first attempt. Effects it already had stay single: they are keyed with its id.</summary>
[Requires(PlatformPermissions.Operate), InPerson]
public sealed record RetryJob(Guid JobId);

public static class RetryingJobs
{
    public static async Task<Result<Done>> Handle(RetryJob command, Act act)
    {
        // Locked: of two who decide about one dead job the second finds it no longer dead.
        var job = await act.Db.Set<Job>().ForUpdate().SingleOrDefaultAsync(j => j.Id == command.JobId, act.Ct);
        if (job is null) return JobErrors.NotFound;
        if (job.Retry(act.Now) is { } refusal) return refusal;
        act.Note("platform.retry_job", "platform.jobs", job.Id, new { state = JobState.Dead, kind = job.Kind }, new { state = job.State });
        await act.Db.Database.ExecuteSqlAsync($"SELECT pg_notify('lyceum_jobs', '')", act.Ct);   // the trigger wakes workers for new rows only
        return Done.It;
    }
}

/// <summary>Gives a dead job up for good, or stops one that may be stopped.</summary>
[Requires(PlatformPermissions.Operate), InPerson]
public sealed record DiscardJob(Guid JobId, [StringLength(500)] string? Reason = null);

public static class DiscardingJobs
{
    public static async Task<Result<Done>> Handle(DiscardJob command, Act act)
    {
        // Locked: see RetryingJobs.
        var job = await act.Db.Set<Job>().ForUpdate().SingleOrDefaultAsync(j => j.Id == command.JobId, act.Ct);
        if (job is null) return JobErrors.NotFound;
        var was = job.State;
        if (job.Discard(act.Now, act.Get<House>().Contributions.CanBeStopped(job.Kind)) is { } refusal) return refusal;
        act.Note("platform.discard_job", "platform.jobs", job.Id, new { state = was, kind = job.Kind }, new { state = job.State });
        return Done.It;
    }
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Jobs;

/// <summary>A job as operators see it; never its payload, which may hold what people wrote.</summary>
public sealed record JobView(
    Guid Id, string Kind, JobState State, DateTimeOffset RunAt, int Attempts, int MaxAttempts, string? LastError, string RequestId,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, DateTimeOffset? LeaseUntil);

/// <summary>Which jobs to show.</summary>
public readonly record struct JobFilter(string? State, string? Kind);

/// <summary>Reads of the queue.</summary>
public static class JobQueries
{
    /// <summary>The newest first.</summary>
    public static async Task<Result<Page<JobView>>> List(LyceumDb db, [AsParameters] JobFilter filter, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var query = db.Set<Job>().AsNoTracking();
        if (!string.IsNullOrEmpty(filter.State))
        {
            if (!Enum.TryParse<JobState>(filter.State, ignoreCase: true, out var state) || !Enum.IsDefined(state)) return PlatformErrors.Unreadable;
            query = query.Where(j => j.State == state);
        }
        if (!string.IsNullOrEmpty(filter.Kind)) query = query.Where(j => j.Kind == filter.Kind);
        if (after.Value.Given)
        {
            var last = after.Value.Key;
            query = query.Where(j => j.Id.CompareTo(last) < 0);   // UUIDv7: the id is the order of creation
        }
        var rows = await query.OrderByDescending(j => j.Id).Take(page.Take)
            .Select(j => new JobView(j.Id, j.Kind, j.State, j.RunAt, j.Attempts, j.MaxAttempts, j.LastError, j.RequestId, j.CreatedAt, j.FinishedAt, j.LeaseUntil))
            .ToListAsync(ct);
        return Page<JobView>.Of(rows, page, j => j.Id);
    }

    /// <summary>Jobs done in each of the last hours, this one last; hours of the clock everybody has. One statement over <c>jobs_finished</c>.</summary>
    internal static async Task<IReadOnlyList<(DateTimeOffset From, int Done)>> PerHour(LyceumDb db, int hours, DateTimeOffset now, CancellationToken ct)
    {
        var last = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var since = last.AddHours(1 - hours);
        var counts = await db.Database.SqlQuery<HourRow>(
            $"SELECT date_trunc('hour', finished_at, 'UTC') AS at, count(*)::int AS done FROM platform.jobs WHERE state = 'done' AND finished_at >= {since} GROUP BY 1").ToDictionaryAsync(r => r.At, r => r.Done, ct);
        return [.. Enumerable.Range(0, hours).Select(i => since.AddHours(i)).Select(at => (at, counts.GetValueOrDefault(at)))];
    }

    private sealed record HourRow(DateTimeOffset At, int Done);

    /// <summary>How many jobs are in each state that is not over.</summary>
    internal static async Task<IReadOnlyDictionary<JobState, int>> Open(LyceumDb db, CancellationToken ct) =>
        await db.Set<Job>().AsNoTracking().Where(j => j.State == JobState.Queued || j.State == JobState.Running || j.State == JobState.Dead)
            .GroupBy(j => j.State).ToDictionaryAsync(g => g.Key, g => g.Count(), ct);
}

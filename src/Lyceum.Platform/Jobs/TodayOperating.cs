using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Jobs;

/// <summary>What the house itself has to say on Today: jobs that wait for a decision, audit entries nobody seals. One statement.</summary>
internal static class TodayOperating
{
    // The sealer is at most a second behind; what waits this long waits for a person.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private sealed record Waiting(int Dead, DateTimeOffset? DeadSince, int Unsealed, DateTimeOffset? UnsealedSince);

    public static async Task<IReadOnlyList<TodayItem>> Items(TodayReading reading)
    {
        var (operates, audits) = (reading.Actor.May(PlatformPermissions.Operate), reading.Actor.May(PlatformPermissions.ReadAudit));
        if (!operates && !audits) return [];
        var late = reading.Now - Patience;
        var found = (await reading.Db.Database.SqlQuery<Waiting>(
            $"""
            SELECT d.n AS dead, d.since AS dead_since, u.n AS unsealed, u.since AS unsealed_since
            FROM (SELECT count(*)::int AS n, min(finished_at) AS since FROM platform.jobs WHERE {operates} AND state = 'dead') d,
                 (SELECT count(*)::int AS n, min(e.at) AS since FROM platform.audit_unsealed q JOIN platform.audit_entries e ON e.id = q.entry_id WHERE {audits} AND e.at < {late}) u
            """).ToListAsync(reading.Ct)).Single();
        List<TodayItem> items = [];
        if (found.Dead > 0)
            items.Add(new TodayItem("needs", found.DeadSince, reading.Texts["platform.today.dead", ("count", found.Dead)], reading.Texts["platform.today.dead.means"], "/ops/jobs?state=dead", reading.Texts["platform.today.dead.see"]));
        if (found.Unsealed > 0)
            items.Add(new TodayItem("needs", found.UnsealedSince, reading.Texts["platform.today.unsealed", ("count", found.Unsealed)], reading.Texts["platform.today.unsealed.means"], "/status", reading.Texts["platform.today.unsealed.see"]));
        return items;
    }
}

using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Platform.Health;

/// <summary>How the installation is, for operators. Ages in seconds; null where there is nothing to be old.</summary>
public sealed record HealthView(
    bool Ready, string? WhyNotReady, ModeView Mode, int JobsDue, int JobsRunning, int JobsDead, double? OldestDueJobAge, long AuditUnsealed, double? OldestUnsealedAge,
    int MailWaiting, DateTimeOffset At);

/// <summary>Reads of the state of the installation.</summary>
public static class HealthQueries
{
    private sealed record Figures(int JobsDue, int JobsRunning, int JobsDead, double? OldestDue, long Unsealed, double? OldestUnsealed, int MailWaiting);

    /// <summary>One statement, beside the question whether the process is ready.</summary>
    public static async Task<Result<HealthView>> Read(Readiness readiness, LyceumDb db, SystemMode mode, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var reason = await readiness.WhyNot(ct);
        if (reason == "database") return PlatformErrors.DatabaseAway;
        try
        {
            var f = await db.Database.SqlQuery<Figures>(
                $"""
                SELECT (SELECT count(*)::int FROM platform.jobs WHERE state = 'queued' AND run_at <= {now}) AS jobs_due,
                       (SELECT count(*)::int FROM platform.jobs WHERE state = 'running') AS jobs_running,
                       (SELECT count(*)::int FROM platform.jobs WHERE state = 'dead') AS jobs_dead,
                       (SELECT extract(epoch FROM {now} - min(run_at))::float8 FROM platform.jobs WHERE state = 'queued' AND run_at <= {now}) AS oldest_due,
                       (SELECT count(*) FROM platform.audit_unsealed) AS unsealed,
                       (SELECT extract(epoch FROM {now} - min(e.at))::float8 FROM platform.audit_unsealed u JOIN platform.audit_entries e ON e.id = u.entry_id) AS oldest_unsealed,
                       (SELECT count(*)::int FROM platform.jobs WHERE kind = 'platform.send_mail' AND state IN ('queued', 'running', 'dead')) AS mail_waiting
                """).SingleAsync(ct);
            return new HealthView(reason is null, reason, mode.Current, f.JobsDue, f.JobsRunning, f.JobsDead, f.OldestDue, f.Unsealed, f.OldestUnsealed, f.MailWaiting, now);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            return PlatformErrors.DatabaseAway;
        }
    }
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Npgsql;

namespace Lyceum.Platform.Health;

/// <summary>How the installation is, for operators. Ages in seconds; null where there is nothing to be old.</summary>
public sealed record HealthView(
    bool Ready, string? WhyNotReady, ModeView Mode, int JobsDue, int JobsRunning, int JobsDead, double? OldestDueJobAge, long AuditUnsealed, double? OldestUnsealedAge,
    int MailWaiting, FilesView Files, DateTimeOffset At);

/// <summary>Where new files go (<c>disk</c>, <c>s3</c>), and whether that place answers. The school goes on without it, so it does not make a process unready.</summary>
public sealed record FilesView(string Place, bool Answers);

/// <summary>Reads of the state of the installation.</summary>
public static class HealthQueries
{
    /// <summary>One statement, beside the question whether the process is ready.</summary>
    public static async Task<Result<HealthView>> Read(Readiness readiness, NpgsqlDataSource database, SystemMode mode, FileStore files, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var reason = await readiness.WhyNot(ct);
        if (reason == "database") return PlatformErrors.DatabaseAway;
        var (place, answers) = await files.Look(ct);
        await using var command = database.CreateCommand(
            """
            SELECT (SELECT count(*)::int FROM platform.jobs WHERE state = 'queued' AND run_at <= $1),
                   (SELECT count(*)::int FROM platform.jobs WHERE state = 'running'),
                   (SELECT count(*)::int FROM platform.jobs WHERE state = 'dead'),
                   (SELECT extract(epoch FROM $1 - min(run_at))::float8 FROM platform.jobs WHERE state = 'queued' AND run_at <= $1),
                   (SELECT count(*) FROM platform.audit_unsealed),
                   (SELECT extract(epoch FROM $1 - min(e.at))::float8 FROM platform.audit_unsealed u JOIN platform.audit_entries e ON e.id = u.entry_id),
                   (SELECT count(*)::int FROM platform.jobs WHERE kind = 'platform.send_mail' AND state IN ('queued', 'running', 'dead'))
            """);
        command.Parameters.Add(new() { Value = now });
        await using var f = await command.ExecuteReaderAsync(ct);
        await f.ReadAsync(ct);
        return new HealthView(
            reason is null, reason, mode.Current, f.GetInt32(0), f.GetInt32(1), f.GetInt32(2), await f.IsDBNullAsync(3, ct) ? null : f.GetDouble(3),
            f.GetInt64(4), await f.IsDBNullAsync(5, ct) ? null : f.GetDouble(5), f.GetInt32(6), new FilesView(place, answers), now);
    }
}

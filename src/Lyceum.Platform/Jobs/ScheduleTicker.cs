using System.Globalization;
using Lyceum.Platform.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace Lyceum.Platform.Jobs;

/// <summary>Turns the ticks of schedules into jobs. Every node runs one; a tick becomes one job.</summary>
internal sealed partial class ScheduleTicker(
    NpgsqlDataSource database, House house, SystemMode mode, IOptions<JobOptions> options, TimeProvider clock, ILogger<ScheduleTicker> log) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled || house.Contributions.Schedules.Count == 0) return;
        var known = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = TimeSpan.FromSeconds(1);
            try
            {
                if (!known) await Declare(stoppingToken);
                known = true;
                if (!mode.IsReadOnly) wait = await Tick(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogMissed(e.GetType().Name);
            }
            await Task.Delay(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Rows for the declared schedules; a changed expression starts anew. Rows of kinds this version does not know stay: a newer node may.</summary>
    internal async Task Declare(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var schedule in house.Contributions.Schedules)
        {
            await using var upsert = database.CreateCommand(
                """
                INSERT INTO platform.schedules (kind, cron, next_at) VALUES ($1, $2, $3)
                ON CONFLICT (kind) DO UPDATE SET cron = excluded.cron, next_at = excluded.next_at WHERE platform.schedules.cron <> excluded.cron
                """);
            upsert.Parameters.Add(new() { Value = schedule.Kind });
            upsert.Parameters.Add(new() { Value = schedule.Cron });
            upsert.Parameters.Add(new() { Value = Next(schedule.Cron, now) });
            await upsert.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Queues what is due and returns how long to wait for the next tick. Ticks missed while nobody ran become one.</summary>
    internal async Task<TimeSpan> Tick(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var kinds = house.Contributions.Schedules.Select(s => s.Kind).ToArray();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        List<(string Kind, string Cron, DateTimeOffset At)> due = [];
        // SKIP LOCKED: a row another node is advancing is that node's tick. The unique key is a second lock, for a node that comes a moment later with an old clock.
        await using (var find = new NpgsqlCommand(
            "SELECT kind, cron, next_at FROM platform.schedules WHERE next_at <= $1 AND NOT paused AND kind = ANY($2) FOR UPDATE SKIP LOCKED", connection, transaction))
        {
            find.Parameters.Add(new() { Value = now });
            find.Parameters.Add(new() { Value = kinds });
            await using var reader = await find.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) due.Add((reader.GetString(0), reader.GetString(1), new DateTimeOffset(reader.GetDateTime(2), TimeSpan.Zero)));
        }
        foreach (var (kind, cron, at) in due)
        {
            await using var queue = new NpgsqlCommand(
                """
                WITH advanced AS (UPDATE platform.schedules SET next_at = $2, last_at = $3 WHERE kind = $1)
                INSERT INTO platform.jobs (id, kind, payload, state, run_at, attempts, max_attempts, unique_key, queued_by, request_id, created_at)
                VALUES ($4, $1, '{}', 'queued', $5, 0, 10, $6, 'system:schedule', $7, $5)
                ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
                """, connection, transaction);
            var id = Guid.CreateVersion7();
            queue.Parameters.Add(new() { Value = kind });
            queue.Parameters.Add(new() { Value = Next(cron, now) });
            queue.Parameters.Add(new() { Value = at });
            queue.Parameters.Add(new() { Value = id });
            queue.Parameters.Add(new() { Value = now });
            queue.Parameters.Add(new() { Value = "tick " + at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) });
            queue.Parameters.Add(new() { Value = id.ToString("n") });
            await queue.ExecuteNonQueryAsync(ct);
        }
        DateTimeOffset? next = null;
        await using (var soonest = new NpgsqlCommand("SELECT min(next_at) FROM platform.schedules WHERE NOT paused AND kind = ANY($1)", connection, transaction))
        {
            soonest.Parameters.Add(new() { Value = kinds });
            if (await soonest.ExecuteScalarAsync(ct) is DateTime at) next = new DateTimeOffset(at, TimeSpan.Zero);
        }
        await transaction.CommitAsync(ct);
        var wait = next is { } n ? n - clock.GetUtcNow() : LongestWait;
        return wait < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : wait < LongestWait ? wait : LongestWait;
    }

    internal static DateTimeOffset Next(string cron, DateTimeOffset after) =>
        new CronExpression(cron, TimeZoneInfo.Utc).GetNextValidTimeAfter(after)?.ToUniversalTime() ?? DateTimeOffset.MaxValue.AddYears(-1);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Schedules could not be looked at ({Reason})")]
    private partial void LogMissed(string reason);
}

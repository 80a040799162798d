using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Platform.Audit;

/// <summary>
/// Gives committed audit rows their sequence and hash, at most a second later. Outside the acts: chaining inside each would let only one act of the
/// school commit at a time. It polls, because NOTIFY at every commit would take the same turn-taking lock through the back door.
/// </summary>
internal sealed partial class AuditSealer(NpgsqlDataSource database, TimeProvider clock, ILogger<AuditSealer> log) : BackgroundService
{
    internal const int Batch = 1_000;
    private const long Turn = 0x6C79_6365_756D_0002;   // "lyceum", lock 2; lock 1 is the migrations'
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Seal(stoppingToken) == Batch) { }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogNotSealed(e.GetType().Name);
            }
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Seals one batch and returns how many it were; 0 also when another node is at it.</summary>
    internal async Task<int> Seal(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using (var any = new NpgsqlCommand("SELECT EXISTS (SELECT FROM platform.audit_unsealed)", connection))
            if (await any.ExecuteScalarAsync(ct) is not true) return 0;

        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two sealers would give one sequence to two entries. The lock ends with the transaction, so the next holder sees everything this one wrote.
        await using (var turn = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", connection, transaction))
        {
            turn.Parameters.Add(new() { Value = Turn });
            if (await turn.ExecuteScalarAsync(ct) is not true) return 0;
        }
        var (sequence, hash) = await Last(connection, transaction, ct);
        List<(Guid Entry, long Sequence, byte[] Hash)> seals = [];
        await using (var unsealed = new NpgsqlCommand(
            "SELECT e.id, platform.audit_bytes(e) FROM platform.audit_unsealed u JOIN platform.audit_entries e ON e.id = u.entry_id ORDER BY e.at, e.id LIMIT $1", connection, transaction))
        {
            unsealed.Parameters.Add(new() { Value = Batch });
            await using var reader = await unsealed.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                hash = AuditChain.Next(hash, (byte[])reader[1]);
                seals.Add((reader.GetGuid(0), ++sequence, hash));
            }
        }
        await using (var write = new NpgsqlCommand(
            """
            WITH sealed AS (DELETE FROM platform.audit_unsealed WHERE entry_id = ANY($2))
            INSERT INTO platform.audit_seals (sequence, entry_id, hash, sealed_at) SELECT s, e, h, $4 FROM unnest($1::bigint[], $2::uuid[], $3::bytea[]) AS new (s, e, h)
            """, connection, transaction))
        {
            write.Parameters.Add(new() { Value = seals.ConvertAll(s => s.Sequence) });
            write.Parameters.Add(new() { Value = seals.ConvertAll(s => s.Entry) });
            write.Parameters.Add(new() { Value = seals.ConvertAll(s => s.Hash) });
            write.Parameters.Add(new() { Value = clock.GetUtcNow() });
            await write.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
        return seals.Count;
    }

    private static async Task<(long Sequence, byte[] Hash)> Last(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var last = new NpgsqlCommand("SELECT sequence, hash FROM platform.audit_seals ORDER BY sequence DESC LIMIT 1", connection, transaction);
        await using var reader = await last.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), (byte[])reader[1]) : (0, AuditChain.Start);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit entries could not be sealed ({Reason}); they wait")]
    private partial void LogNotSealed(string reason);
}

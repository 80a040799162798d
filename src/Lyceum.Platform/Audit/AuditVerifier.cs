using System.Data;
using Npgsql;

namespace Lyceum.Platform.Audit;

/// <summary>What the proof of the chain found.</summary>
/// <param name="Sealed">Entries with a seal.</param>
/// <param name="Last">Sequence of the last seal; 0 when there is none.</param>
/// <param name="LastHash">The last hash, in hexadecimal. Kept elsewhere (on paper, in another system) it proves later that the end was not cut off.</param>
/// <param name="FirstBroken">The first sequence whose entry or hash was changed, or that is missing; null when the chain is whole.</param>
/// <param name="BrokenCount">How many sequences are changed or missing.</param>
/// <param name="Gaps">Missing runs of sequences, at most 100.</param>
/// <param name="Unsealed">Entries that wait for the sealer: the tail, normally younger than a second.</param>
/// <param name="OldestUnsealed">When the oldest of them was written, or null.</param>
/// <param name="Unchained">Entries with neither seal nor place in the sealer's queue: somebody took one of them away.</param>
/// <param name="At">When it was proven.</param>
/// <param name="Took">How long that took.</param>
public sealed record AuditProof(
    long Sealed, long Last, string LastHash, long? FirstBroken, long BrokenCount, IReadOnlyList<AuditGap> Gaps, long Unsealed, DateTimeOffset? OldestUnsealed,
    long Unchained, DateTimeOffset At, TimeSpan Took)
{
    /// <summary>True when every entry stands as it was written, in its place.</summary>
    public bool Holds => FirstBroken is null && Unchained == 0;
}

/// <summary>Sequences that are missing, both ends included.</summary>
public sealed record AuditGap(long From, long To);

/// <summary>Proves the audit log. Reads in order of sequence as a stream, so memory stays flat however long the log is; one snapshot, so the sealer may go on.</summary>
public sealed class AuditVerifier(NpgsqlDataSource database, TimeProvider clock)
{
    private const int MostGaps = 100;

    /// <summary>Recomputes every hash.</summary>
    public async Task<AuditProof> Verify(CancellationToken ct)
    {
        var began = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var chain = await Follow(connection, transaction, ct);
        await using var rest = new NpgsqlCommand(
            """
            SELECT (SELECT count(*) FROM platform.audit_unsealed),
                   (SELECT min(e.at) FROM platform.audit_unsealed u JOIN platform.audit_entries e ON e.id = u.entry_id),
                   (SELECT count(*) FROM platform.audit_entries e
                    WHERE NOT EXISTS (SELECT FROM platform.audit_seals s WHERE s.entry_id = e.id) AND NOT EXISTS (SELECT FROM platform.audit_unsealed u WHERE u.entry_id = e.id))
            """, connection, transaction) { CommandTimeout = 0 };
        await using var reader = await rest.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return chain with
        {
            Unsealed = reader.GetInt64(0),
            OldestUnsealed = await reader.IsDBNullAsync(1, ct) ? null : new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero),
            Unchained = reader.GetInt64(2),
            At = began,
            Took = clock.GetUtcNow() - began,
        };
    }

    private static async Task<AuditProof> Follow(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var seals = new NpgsqlCommand(
            "SELECT s.sequence, s.hash, platform.audit_bytes(e) FROM platform.audit_seals s JOIN platform.audit_entries e ON e.id = s.entry_id ORDER BY s.sequence",
            connection, transaction) { CommandTimeout = 0 };
        await using var reader = await seals.ExecuteReaderAsync(ct);
        var (count, last, broken, hash) = (0L, 0L, 0L, AuditChain.Start);
        long? first = null;
        List<AuditGap> gaps = [];
        while (await reader.ReadAsync(ct))
        {
            var (sequence, stored) = (reader.GetInt64(0), (byte[])reader[1]);
            if (sequence != last + 1)
            {
                first ??= last + 1;
                broken += sequence - last - 1;
                if (gaps.Count < MostGaps) gaps.Add(new AuditGap(last + 1, sequence - 1));
            }
            else if (!AuditChain.Next(hash, (byte[])reader[2]).AsSpan().SequenceEqual(stored))
            {
                first ??= sequence;
                broken++;
            }
            // Goes on from the stored hash: a changed entry then counts once and does not make all after it look changed.
            (count, last, hash) = (count + 1, sequence, stored);
        }
        return new AuditProof(count, last, Convert.ToHexStringLower(hash), first, broken, gaps, 0, null, 0, default, default);
    }
}

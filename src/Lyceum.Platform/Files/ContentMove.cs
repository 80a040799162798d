using System.Security.Cryptography;
using Npgsql;

namespace Lyceum.Platform.Files;

/// <summary>How far a move has come.</summary>
/// <param name="To">The place: <c>disk</c>, <c>s3</c>.</param>
/// <param name="Total">Pieces of content when it began.</param>
/// <param name="Moved">Copied and proved by this move.</param>
/// <param name="Skipped">There already.</param>
/// <param name="Failed">Not there afterwards.</param>
/// <param name="Bytes">Copied by this move.</param>
internal sealed record MoveCount(string To, long Total, long Moved = 0, long Skipped = 0, long Failed = 0, long Bytes = 0)
{
    public long Done => Moved + Skipped + Failed;
}

/// <summary>
/// Brings all content to a place: copies what is not there, reads it back, and notes that it is proved. What was proved before is not copied and not
/// read again, so a move may be killed at any point and begun anew. Nothing is taken away from where it was.
/// </summary>
internal sealed class ContentMove(ContentPlaces places, DataFolder folder, NpgsqlDataSource database, TimeProvider clock)
{
    private const int Page = 200;
    private const int AtOnce = 4;
    private readonly Lock _gate = new();

    /// <summary>How far the last run came.</summary>
    public MoveCount Count { get; private set; } = new("", 0);

    private sealed record Piece(string Hash, long Size, bool Verified);

    /// <summary>False when another move is going on; whatever it throws, <see cref="Count"/> says how far it came.</summary>
    public async Task<bool> Run(IContentPlace target, Action<MoveCount> progress, CancellationToken ct)
    {
        Count = new MoveCount(target.Name, 0);
        await using var turn = await database.OpenConnectionAsync(ct);
        // Held by the connection, so that a killed move is over at once; given back by hand, because a pooled connection lives on.
        if (!await Turn("SELECT pg_try_advisory_lock(hashtextextended('platform.files.move', 0))", turn, ct)) return false;
        try
        {
            await Bring(target, progress, ct);
            return true;
        }
        finally
        {
            await Turn("SELECT pg_advisory_unlock(hashtextextended('platform.files.move', 0))", turn, CancellationToken.None);
        }
    }

    private static async Task<bool> Turn(string sql, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task Bring(IContentPlace target, Action<MoveCount> progress, CancellationToken ct)
    {
        await using (var count = database.CreateCommand("SELECT count(*) FROM platform.blobs")) Count = Count with { Total = (long)(await count.ExecuteScalarAsync(ct))! };
        var source = places.All.SingleOrDefault(p => p != target);
        for (var last = ""; await Next(target, last, ct) is { Count: > 0 } page; last = page[^1].Hash)
        {
            await Parallel.ForEachAsync(page, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (piece, stop) => await Bring(piece, source, target, stop));
            progress(Count);
        }
    }

    private async Task Bring(Piece piece, IContentPlace? source, IContentPlace target, CancellationToken ct)
    {
        var there = await target.SizeOf(piece.Hash, ct) == piece.Size;
        if (there && piece.Verified)
        {
            Add(c => c with { Skipped = c.Skipped + 1 });
            return;
        }
        var problem = there ? null : await Copy(piece, source, target, ct);
        problem ??= await Prove(piece, target, ct);
        await Note(piece.Hash, target, problem, ct);
        Add(c => problem is not null ? c with { Failed = c.Failed + 1 } : there ? c with { Skipped = c.Skipped + 1 } : c with { Moved = c.Moved + 1, Bytes = c.Bytes + piece.Size });
    }

    /// <summary>By way of a part file, so that nothing is sent on before it is known to be what its name says.</summary>
    private async Task<string?> Copy(Piece piece, IContentPlace? source, IContentPlace target, CancellationToken ct)
    {
        await using var content = source is null ? null : await source.Open(piece.Hash, ct);
        if (content is null) return "missing";
        Directory.CreateDirectory(folder.Parts);
        var part = folder.NewPart();
        try
        {
            await using (var file = FileStore.NewPart(part))
            {
                var (hash, _) = await FileStore.Copy(content, file, piece.Size, ct);
                if (hash != piece.Hash) return "damaged";
                file.Flush(flushToDisk: true);
            }
            await target.Put(part, piece.Hash, ct);
            return null;
        }
        catch (ContentGarbledException)
        {
            return "garbled";
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task<string?> Prove(Piece piece, IContentPlace target, CancellationToken ct)
    {
        await using (var content = await target.Open(piece.Hash, ct))
        {
            if (content is null) return "missing";
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) == piece.Hash) return null;
        }
        await target.Remove(piece.Hash, ct);   // under this name it would be found before the good one
        return "garbled";
    }

    private async Task<List<Piece>> Next(IContentPlace target, string last, CancellationToken ct)
    {
        await using var next = database.CreateCommand(
            """
            SELECT b.hash, b.size, c.verified_at IS NOT NULL
            FROM platform.blobs b LEFT JOIN platform.blob_copies c ON c.hash = b.hash AND c.place = $1
            WHERE b.hash > $2 ORDER BY b.hash LIMIT $3
            """);
        next.Parameters.Add(new() { Value = target.Address });
        next.Parameters.Add(new() { Value = last });
        next.Parameters.Add(new() { Value = Page });
        List<Piece> page = [];
        await using var reader = await next.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) page.Add(new Piece(reader.GetString(0), reader.GetInt64(1), reader.GetBoolean(2)));
        return page;
    }

    private async Task Note(string hash, IContentPlace target, string? problem, CancellationToken ct)
    {
        // Of content that was struck out meanwhile nothing is noted.
        await using var note = database.CreateCommand(
            """
            INSERT INTO platform.blob_copies (hash, place, verified_at, problem) SELECT hash, $2, CASE WHEN $3::text IS NULL THEN $4::timestamptz END, $3 FROM platform.blobs WHERE hash = $1
            ON CONFLICT (hash, place) DO UPDATE SET verified_at = EXCLUDED.verified_at, problem = EXCLUDED.problem
            """);
        note.Parameters.Add(new() { Value = hash });
        note.Parameters.Add(new() { Value = target.Address });
        note.Parameters.Add(new() { Value = (object?)problem ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        note.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await note.ExecuteNonQueryAsync(ct);
    }

    private void Add(Func<MoveCount, MoveCount> more)
    {
        lock (_gate) Count = more(Count);
    }
}

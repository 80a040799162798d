using System.Security.Cryptography;
using Npgsql;

namespace Lyceum.Platform.Files;

/// <summary>
/// Content in a bucket that is nobody's but ours: <c>files/ab/cd/HASH</c>. Sent in one request, or in parts that a later try goes on with; every part is
/// compared with what the server says it kept. People never see the bucket: the content origin reads it for them.
/// </summary>
internal sealed class ContentOnS3(S3Bucket bucket, DataFolder folder, NpgsqlDataSource database) : IContentPlace, IDisposable
{
    /// <summary>Larger content is sent in parts of this size. The protocol wants at least 5 MiB; with 8, the largest file we take has 128.</summary>
    internal const long PartSize = 8L << 20;
    private const int Page = 1_000;

    public string Name => "s3";

    public string Address => bucket.Address;

    public async Task Put(string file, string hash, CancellationToken ct)
    {
        var size = new FileInfo(file).Length;
        for (var tries = 1; tries <= 3; tries++)
        {
            await using (var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous))
            {
                if (size > PartSize) await SendParts(content, hash, ct);
                else await SendWhole(content, hash, ct);
            }
            // A sweep may have taken this content for old just before we brought it anew, and delete it just after: an object store renames nothing
            // aside. It decides and deletes while it holds the lock; so either it is through now, and we look, or it will find our new object.
            await using (var connection = await database.OpenConnectionAsync(ct)) await Wait("SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", connection, hash, ct);
            if (await bucket.Head(hash, ct) is not { } kept) continue;
            if (kept.Size == size) return;
            await bucket.Delete(hash, ct);
            throw new ContentGarbledException($"{Address} kept {kept.Size} bytes of {size}");
        }
        throw new ContentAwayException($"{Address} does not keep what it takes");
    }

    public async Task<Stream?> Open(string hash, CancellationToken ct) => await bucket.Head(hash, ct) is { } head ? new S3Stream(bucket, hash, head.Size) : null;

    public async Task<long?> SizeOf(string hash, CancellationToken ct) => (await bucket.Head(hash, ct))?.Size;

    public Task Remove(string hash, CancellationToken ct) => bucket.Delete(hash, ct);

    public async Task<int> Sweep(DateTimeOffset before, StillKept kept, CancellationToken ct)
    {
        foreach (var (hash, upload) in UploadLog.Forgotten(folder, Address, PartSize, before)) await bucket.Abandon(hash, upload, ct);
        var swept = 0;
        string? next = null;
        do
        {
            (var page, next) = await bucket.List(next, Page, ct);
            var old = page.Where(o => o.At < before).Select(o => o.Hash).ToList();
            if (old.Count == 0) continue;
            var known = await kept(old);
            foreach (var hash in old.Where(h => !known.Contains(h)))
                if (await Drop(hash, before, kept, ct)) swept++;
        }
        while (next is not null);
        return swept;
    }

    public Task Answer(CancellationToken ct) => bucket.List(null, 1, ct);

    public void Dispose() => bucket.Dispose();

    private async Task<bool> Drop(string hash, DateTimeOffset before, StillKept kept, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var turn = await connection.BeginTransactionAsync(ct);
        await Wait("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", connection, hash, ct);
        if (await bucket.Head(hash, ct) is not { } head || head.At >= before || (await kept([hash])).Contains(hash)) return false;
        await bucket.Delete(hash, ct);
        return true;
    }

    private static async Task Wait(string sql, NpgsqlConnection connection, string hash, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = $"platform.files.content:{hash}" });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task SendWhole(FileStream content, string hash, CancellationToken ct)
    {
        var md5 = await MD5.HashDataAsync(content, ct);
        content.Position = 0;
        if (Differs(await bucket.Put(hash, content, md5, ct), md5))
        {
            await bucket.Delete(hash, ct);
            throw new ContentGarbledException($"{Address} kept other bytes than it was sent");
        }
    }

    private async Task SendParts(FileStream content, string hash, CancellationToken ct)
    {
        using var log = UploadLog.Take(folder, hash, Address, PartSize);
        var resumed = log.Upload is not null;
        try
        {
            await SendRest(content, hash, log, ct);
        }
        catch (ContentAwayException e) when (resumed && e.Answered)
        {
            // The server has forgotten the upload meanwhile; each says that in its own words.
            log.End();
            using var fresh = UploadLog.Take(folder, hash, Address, PartSize);
            await SendRest(content, hash, fresh, ct);
        }
    }

    private async Task SendRest(FileStream content, string hash, UploadLog log, CancellationToken ct)
    {
        if (log.Upload is null) log.Begin(Address, await bucket.Begin(hash, ct), PartSize);
        var upload = log.Upload!;
        for (var from = log.Tags.Count * PartSize; from < content.Length; from += PartSize)
        {
            var size = Math.Min(PartSize, content.Length - from);
            content.Position = from;
            var md5 = await Md5Of(content, size, ct);
            content.Position = from;
            var (tag, shown) = await bucket.PutPart(hash, upload, log.Tags.Count + 1, content, size, md5, ct);
            if (Differs(shown, md5))
            {
                await bucket.Abandon(hash, upload, ct);
                log.End();
                throw new ContentGarbledException($"{Address} kept other bytes of a part than it was sent");
            }
            log.Add(tag);
        }
        await bucket.Complete(hash, upload, log.Tags, ct);
        log.End();
    }

    private static async Task<byte[]> Md5Of(FileStream content, long size, CancellationToken ct)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[64 * 1024];
        while (size > 0)
        {
            var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, size)), ct);
            if (read == 0) throw new EndOfStreamException("The part file was cut while it was sent.");
            md5.AppendData(buffer, 0, read);
            size -= read;
        }
        return md5.GetHashAndReset();
    }

    private static bool Differs(string? tag, byte[] md5) => tag is not null && !string.Equals(tag, Convert.ToHexString(md5), StringComparison.OrdinalIgnoreCase);
}

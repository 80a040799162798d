using System.Buffers;
using System.Security.Cryptography;

namespace Lyceum.Platform.Files;

/// <summary>What is taken: for which purpose, under which name and declared type, and at most how many bytes (the purpose's limit unless less).</summary>
public sealed record NewContent(FilePurpose Purpose, string Name, string? DeclaredType = null)
{
    /// <summary>At most this many bytes; never more than the purpose allows.</summary>
    public long? MaxBytes { get; init; }

    internal long Limit => Math.Min(MaxBytes ?? long.MaxValue, FileKind.LimitOf(Purpose));
}

/// <summary>Content as the store keeps it: its SHA-256 in 64 lower-case hex digits, its size, the type its bytes were recognised as, and the clean name.</summary>
public sealed record StoredContent(string Hash, long Size, string MediaType, string Name);

/// <summary>
/// Content by its hash, on disk: <c>files/ab/cd/HASH</c>. Bytes go to a part file while they are hashed, are forced to disk and only then get
/// their name, so that a name always means whole content; the same content is stored once. Thread-safe, also between processes.
/// </summary>
public sealed class FileStore(DataFolder folder)
{
    private const int Chunk = 128 * 1024;

    /// <summary>Takes the stream in with memory for one chunk, or says why not: empty, too large, of a kind not taken, or not what it says.</summary>
    public async Task<Result<StoredContent>> SaveAsync(Stream source, NewContent content, CancellationToken ct)
    {
        var name = FileName.Clean(content.Name);
        if (FileKind.Claimed(content.Purpose, name, content.DeclaredType) is not { } kind) return FileErrors.KindNotTaken(content.Purpose);
        if (FileName.ExtensionOf(name).Length == 0) name = $"{name}.{kind.Extension}";

        Directory.CreateDirectory(folder.Parts);
        var part = Path.Combine(folder.Parts, $"{Guid.CreateVersion7():n}.part");
        try
        {
            string hash;
            long size;
            await using (var file = new FileStream(part, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                (hash, size) = await Copy(source, file, content.Limit, ct);
                if (size > content.Limit) return FileErrors.TooLarge(content.Limit);
                if (size == 0) return FileErrors.Empty;
                if (!kind.Recognises(file)) return FileErrors.NotWhatItSays(kind.Extension);
                file.Flush(flushToDisk: true);
            }
            Place(part, hash);
            return new StoredContent(hash, size, kind.MediaType, name);
        }
        finally
        {
            File.Delete(part);   // of nothing, when it was renamed
        }
    }

    /// <summary>The content for reading, seekable, or null when there is none of this hash.</summary>
    public Stream? Open(string hash)
    {
        try
        {
            return new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where the content lies; whether it does is another question.</summary>
    internal string PathOf(string hash)
    {
        if (!IsHash(hash)) throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(hash));
        return Path.Combine(folder.Files, hash[..2], hash[2..4], hash);
    }

    private static bool IsHash(string name) => name.Length == 64 && !name.AsSpan().ContainsAnyExcept("0123456789abcdef");

    private static async Task<(string Hash, long Size)> Copy(Stream source, FileStream target, long limit, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            long size = 0;
            int read;
            while (size <= limit && (read = await source.ReadAtLeastAsync(buffer.AsMemory(0, Chunk), Chunk, throwOnEndOfStream: false, ct)) > 0)
            {
                size += read;
                sha.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            return (Convert.ToHexStringLower(sha.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Place(string part, string hash)
    {
        var target = PathOf(hash);
        var home = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(home);
        // Two who bring the same content at once both rename onto the same name: whichever stays is whole and identical.
        File.Move(part, target, overwrite: true);
        Durable.Folder(home);
        Durable.Folder(Path.GetDirectoryName(home)!);
        Durable.Folder(folder.Files);
    }

    /// <summary>
    /// Removes content older than a day that <paramref name="kept"/> does not know; returns how many. Whoever brings the same content meanwhile gives the
    /// name a new file: it is moved aside first, and goes only if it is still the old one and still nobody's.
    /// </summary>
    internal async Task<int> SweepContent(DateTimeOffset now, Func<IReadOnlyCollection<string>, Task<HashSet<string>>> kept)
    {
        if (!Directory.Exists(folder.Files)) return 0;
        var before = now.UtcDateTime.AddDays(-1);
        var swept = 0;
        foreach (var home in Directory.EnumerateDirectories(folder.Files, "??"))
        {
            var old = Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories).Where(f => File.GetLastWriteTimeUtc(f) < before).Select(f => Path.GetFileName(f)).Where(IsHash).ToList();
            if (old.Count == 0) continue;
            var known = await kept(old);
            foreach (var hash in old.Where(h => !known.Contains(h)))
            {
                Directory.CreateDirectory(folder.Parts);
                var aside = Path.Combine(folder.Parts, $"{Guid.CreateVersion7():n}.part");
                File.Move(PathOf(hash), aside);
                if (File.GetLastWriteTimeUtc(aside) < before && !(await kept([hash])).Contains(hash))
                {
                    File.Delete(aside);
                    swept++;
                }
                else File.Move(aside, PathOf(hash), overwrite: true);
            }
        }
        return swept;
    }

    /// <summary>Removes parts of uploads that were cut off (a killed server) more than a day ago; returns how many.</summary>
    internal int SweepParts(DateTimeOffset now)
    {
        if (!Directory.Exists(folder.Parts)) return 0;
        var old = Directory.EnumerateFiles(folder.Parts, "*.part").Where(p => File.GetLastWriteTimeUtc(p) < now.UtcDateTime.AddDays(-1)).ToList();
        foreach (var part in old) File.Delete(part);
        return old.Count;
    }
}

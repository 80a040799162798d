using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

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
/// Content by its hash, on disk or in a bucket (<c>LYCEUM_FILES</c>). Bytes go to a part file while they are hashed and are looked at there; only what is
/// whole and of a kind we take gets its name in its place. The same content is stored once. Thread-safe, also between processes.
/// </summary>
public sealed partial class FileStore
{
    private const int Chunk = 128 * 1024;
    private readonly DataFolder _folder;
    private readonly ContentPlaces _places;
    private readonly ILogger _log;

    internal FileStore(DataFolder folder, ContentPlaces places, ILogger<FileStore> log) => (_folder, _places, _log) = (folder, places, log);

    internal ContentPlaces Places => _places;

    /// <summary>
    /// Takes the stream in with memory for one chunk, or says why not: empty, too large, of a kind not taken, not what it says, or its place does not answer.
    /// </summary>
    public async Task<Result<StoredContent>> SaveAsync(Stream source, NewContent content, CancellationToken ct)
    {
        var name = FileName.Clean(content.Name);
        if (FileKind.Claimed(content.Purpose, name, content.DeclaredType) is not { } kind) return FileErrors.KindNotTaken(content.Purpose);
        if (FileName.ExtensionOf(name).Length == 0) name = $"{name}.{kind.Extension}";

        Directory.CreateDirectory(_folder.Parts);
        var part = _folder.NewPart();
        try
        {
            string hash;
            long size;
            await using (var file = NewPart(part))
            {
                (hash, size) = await Copy(source, file, content.Limit, ct);
                if (size > content.Limit) return FileErrors.TooLarge(content.Limit);
                if (size == 0) return FileErrors.Empty;
                if (!kind.Recognises(file)) return FileErrors.NotWhatItSays(kind.Extension);
                file.Flush(flushToDisk: true);
            }
            await _places.First.Put(part, hash, ct);
            return new StoredContent(hash, size, kind.MediaType, name);
        }
        catch (ContentAwayException e)
        {
            LogAway(_log, e.Message);
            return FileErrors.Away;
        }
        catch (ContentGarbledException e)
        {
            LogAway(_log, e.Message);
            return FileErrors.Garbled;
        }
        finally
        {
            File.Delete(part);   // of nothing, when its place took the file itself
        }
    }

    /// <summary>The content for reading, seekable; not found when no place has any of this hash, away when one that might does not answer.</summary>
    public async Task<Result<Stream>> Open(string hash, CancellationToken ct)
    {
        var away = false;
        foreach (var place in _places.All)
        {
            try
            {
                if (await place.Open(hash, ct) is { } content) return content;
            }
            catch (ContentAwayException e)
            {
                LogAway(_log, e.Message);
                away = true;
            }
        }
        return away ? FileErrors.Away : FileErrors.NotFound;
    }

    internal static FileStream NewPart(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    /// <summary>Copies until the end, or until more than the limit has come, and makes the hash on the way.</summary>
    internal static async Task<(string Hash, long Size)> Copy(Stream source, Stream target, long limit, CancellationToken ct)
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

    /// <summary>Removes content older than a day that <paramref name="kept"/> does not know, wherever it lies; returns how many.</summary>
    internal async Task<int> SweepContent(DateTimeOffset now, StillKept kept, CancellationToken ct)
    {
        var swept = 0;
        foreach (var place in _places.All) swept += await place.Sweep(now.AddDays(-1), kept, ct);
        return swept;
    }

    /// <summary>Removes parts of uploads that were cut off (a killed server) more than a day ago; returns how many.</summary>
    internal int SweepParts(DateTimeOffset now)
    {
        if (!Directory.Exists(_folder.Parts)) return 0;
        var old = Directory.EnumerateFiles(_folder.Parts, "*.part").Where(p => File.GetLastWriteTimeUtc(p) < now.UtcDateTime.AddDays(-1)).ToList();
        foreach (var part in old) File.Delete(part);
        return old.Count;
    }

    /// <summary>Where new content goes, and whether that place answers within two seconds.</summary>
    internal async Task<(string Place, bool Answers)> Look(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await _places.First.Answer(patience.Token);
            return (_places.First.Name, true);
        }
        catch (Exception e) when (e is ContentAwayException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (_places.First.Name, false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Place of files: {Reason}")]
    private static partial void LogAway(ILogger log, string reason);
}

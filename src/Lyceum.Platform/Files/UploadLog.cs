using System.Text.Json;

namespace Lyceum.Platform.Files;

/// <summary>
/// What of an upload in parts the server has acknowledged, a line each in <c>parts/HASH.upload</c>: who sends the same content again after a crash goes on
/// from there. Held locked while it is written; a second sender of the same content at the same moment gets none and sends everything.
/// </summary>
internal sealed class UploadLog : IDisposable
{
    private const string Ending = ".upload";
    private readonly FileStream? _file;
    private readonly List<string> _tags = [];

    private UploadLog(FileStream? file) => _file = file;

    private sealed record Begun(string Address, string Upload, long PartSize);

    private sealed record Sent(int Part, string Tag);

    /// <summary>The upload that is going on; null before one has begun.</summary>
    public string? Upload { get; private set; }

    /// <summary>Tags of the parts sent, from the first on without a gap.</summary>
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>The log of this content's upload to that place; an unfinished one of the same place and part size is taken up.</summary>
    public static UploadLog Take(DataFolder folder, string hash, string address, long partSize)
    {
        Directory.CreateDirectory(folder.Parts);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder.Parts, hash + Ending), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException)
        {
            return new UploadLog(null);   // somebody sends the same content at this moment
        }
        var log = new UploadLog(file);
        log.Read(address, partSize);
        return log;
    }

    /// <summary>Uploads nobody has gone on with since then: hash and id, with their logs removed.</summary>
    public static IEnumerable<(string Hash, string Upload)> Forgotten(DataFolder folder, string address, long partSize, DateTimeOffset before)
    {
        if (!Directory.Exists(folder.Parts)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder.Parts, "*" + Ending).Where(f => File.GetLastWriteTimeUtc(f) < before.UtcDateTime).ToList())
        {
            var hash = Path.GetFileNameWithoutExtension(path);
            using var log = Take(folder, hash, address, partSize);
            if (log._file is null) continue;
            if (log.Upload is { } upload) yield return (hash, upload);
            File.Delete(path);
        }
    }

    public void Begin(string address, string upload, long partSize)
    {
        _tags.Clear();
        Upload = upload;
        _file?.SetLength(0);
        Write(new Begun(address, upload, partSize));
    }

    public void Add(string tag)
    {
        _tags.Add(tag);
        Write(new Sent(_tags.Count, tag));
    }

    /// <summary>The upload is complete, or given up.</summary>
    public void End()
    {
        _tags.Clear();
        Upload = null;
        if (_file is not null) File.Delete(_file.Name);
    }

    public void Dispose() => _file?.Dispose();

    private void Read(string address, long partSize)
    {
        using var reader = new StreamReader(_file!, leaveOpen: true);
        try
        {
            if (reader.ReadLine() is not { } first || JsonSerializer.Deserialize<Begun>(first) is not { } begun || begun.Address != address || begun.PartSize != partSize) return;
            Upload = begun.Upload;
            while (reader.ReadLine() is { } line && JsonSerializer.Deserialize<Sent>(line) is { } sent && sent.Part == _tags.Count + 1) _tags.Add(sent.Tag);
        }
        catch (JsonException)
        {
            // The last line of a killed process; what stands before it is true.
        }
        Rewrite(address, partSize);
    }

    /// <summary>So that what is added follows whole lines.</summary>
    private void Rewrite(string address, long partSize)
    {
        if (Upload is not { } upload) return;
        List<string> tags = [.. _tags];
        Begin(address, upload, partSize);
        foreach (var tag in tags) Add(tag);
    }

    private void Write<T>(T line)
    {
        if (_file is null) return;
        _file.Seek(0, SeekOrigin.End);
        JsonSerializer.Serialize(_file, line);
        _file.WriteByte((byte)'\n');
        _file.Flush(flushToDisk: true);
    }
}

namespace Lyceum.Platform.Files;

/// <summary>Content in the data folder: <c>files/ab/cd/HASH</c>.</summary>
internal sealed class ContentOnDisk(DataFolder folder) : IContentPlace
{
    public string Name => "disk";

    public string Address => folder.Files;

    public Task Put(string file, string hash, CancellationToken ct)
    {
        var target = folder.PathOf(hash);
        var home = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(home);
        // Two who bring the same content at once both rename onto the same name: whichever stays is whole and identical.
        File.Move(file, target, overwrite: true);
        Durable.Folder(home);
        Durable.Folder(Path.GetDirectoryName(home)!);
        Durable.Folder(folder.Files);
        return Task.CompletedTask;
    }

    public Task<Stream?> Open(string hash, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                folder.PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<long?> SizeOf(string hash, CancellationToken ct) => Task.FromResult(new FileInfo(folder.PathOf(hash)) is { Exists: true } file ? file.Length : (long?)null);

    public Task Remove(string hash, CancellationToken ct)
    {
        if (File.Exists(folder.PathOf(hash))) File.Delete(folder.PathOf(hash));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Whoever brings the same content meanwhile gives the name a new file: it is moved aside first, and goes only if it is still the old one and still nobody's.
    /// </summary>
    public async Task<int> Sweep(DateTimeOffset before, StillKept kept, CancellationToken ct)
    {
        if (!Directory.Exists(folder.Files)) return 0;
        var swept = 0;
        foreach (var home in Directory.EnumerateDirectories(folder.Files, "??"))
        {
            var old = Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories)
                .Where(f => File.GetLastWriteTimeUtc(f) < before.UtcDateTime).Select(f => Path.GetFileName(f)).Where(ContentHash.Is).ToList();
            if (old.Count == 0) continue;
            var known = await kept(old);
            foreach (var hash in old.Where(h => !known.Contains(h)))
            {
                ct.ThrowIfCancellationRequested();
                Directory.CreateDirectory(folder.Parts);
                var aside = folder.NewPart();
                File.Move(folder.PathOf(hash), aside);
                if (File.GetLastWriteTimeUtc(aside) < before.UtcDateTime && !(await kept([hash])).Contains(hash))
                {
                    File.Delete(aside);
                    swept++;
                }
                else File.Move(aside, folder.PathOf(hash), overwrite: true);
            }
        }
        return swept;
    }

    public Task Answer(CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(folder.Files);
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContentAwayException($"{folder.Files} cannot be written", e);
        }
    }
}

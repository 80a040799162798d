using Lyceum.Platform.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Setup;

/// <summary>What was found when a folder for backups was tried.</summary>
/// <param name="FreeBytes">Free space there.</param>
/// <param name="NeededBytes">What the school's files take now.</param>
/// <param name="SameDisk">Whether it is on the disk of the data: a dead disk would take both.</param>
public sealed record BackupFolderFound(string Folder, long FreeBytes, long NeededBytes, bool SameDisk);

/// <summary>
/// Tries a folder for backups by writing into it, on the machine that is asked. Nothing makes backups yet: the folder is kept for when something does, and its page says so.
/// </summary>
internal static class BackupFolders
{
    private const long Gigabyte = 1_000_000_000;

    /// <summary>Why this folder cannot take backups, or null.</summary>
    public static (string Code, (string Name, object? Value)[] Args)? Objection(IServiceProvider services, string folder) => Try(services, folder).Objection;

    /// <summary>Writes a file there, reads it again and removes it.</summary>
    public static (BackupFolderFound? Found, (string Code, (string Name, object? Value)[] Args)? Objection) Try(IServiceProvider services, string folder)
    {
        if (!Path.IsPathFullyQualified(folder)) return No("platform.backup.relative");
        try
        {
            if (!Directory.Exists(folder)) return No("platform.backup.missing");
            var (place, data) = (Real(folder), Real(services.GetRequiredService<DataFolder>().Path));
            if (IsWithin(place, data)) return No("platform.backup.inside_data");
            if (IsWithin(data, place)) return No("platform.backup.around_data");
            Write(place);
            var (free, needed) = (new DriveInfo(place).AvailableFreeSpace, SizeOf(data));
            // The first full backup has to fit, with the one before it still there.
            if (free < Math.Max(Gigabyte, 2 * needed)) return No("platform.backup.too_small", ("free", InGigabytes(free)), ("needed", InGigabytes(Math.Max(Gigabyte, 2 * needed))));
            return (new BackupFolderFound(folder, free, needed, new DriveInfo(place).Name == new DriveInfo(data).Name), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return No("platform.backup.not_writable");
        }
    }

    /// <summary>Rounded to a tenth, as people compare disks.</summary>
    public static decimal InGigabytes(long bytes) => Math.Round((decimal)bytes / Gigabyte, 1);

    private static (BackupFolderFound?, (string, (string, object?)[])?) No(string code, params (string, object?)[] args) => (null, (code, args));

    private static void Write(string folder)
    {
        var path = Path.Combine(folder, $".lyceum-{Guid.CreateVersion7():n}");
        try
        {
            var sent = Guid.CreateVersion7().ToByteArray();
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(sent);
                file.Flush(flushToDisk: true);
            }
            if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(sent)) throw new IOException("What was read is not what was written.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The folder itself, with every link on the way followed: a link into the data folder is inside it.</summary>
    private static string Real(string folder)
    {
        var path = Path.GetPathRoot(folder)!;
        foreach (var part in Path.GetFullPath(folder)[path.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            if (new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target) path = Path.GetFullPath(target.FullName);
        }
        return path;
    }

    private static bool IsWithin(string inner, string outer) => inner == outer || inner.StartsWith(Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(f => f.Length);
}

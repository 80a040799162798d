using System.Globalization;

namespace Lyceum.Platform.Database;

/// <summary>The server process of a data folder, read from <c>postmaster.pid</c> (process, data directory, start, port, socket folder …, one a line).</summary>
internal sealed record Postmaster(int Pid, string Sockets)
{
    // Above the kernel's largest process id, so surely nobody.
    private const string Nobody = "2147483647";

    /// <summary>The server if it is alive. A process id alone proves nothing: after a reboot it may belong to anyone.</summary>
    public static Postmaster? Running(ClusterPaths paths)
    {
        if (Read(paths) is not [var first, _, _, _, var sockets, ..] || !int.TryParse(first, CultureInfo.InvariantCulture, out var pid)) return null;
        return WorksIn(pid, paths.Cluster) ? new Postmaster(pid, sockets.Trim()) : null;
    }

    /// <summary>
    /// After a crash and a reboot the recorded id can belong to another living process, and PostgreSQL then refuses to start for ever.
    /// The id is overwritten, the file is not deleted: its other lines let PostgreSQL find surviving sessions by their shared memory.
    /// </summary>
    public static void DisownForeignPid(ClusterPaths paths)
    {
        if (Read(paths) is not [var first, .. var others] || !int.TryParse(first, CultureInfo.InvariantCulture, out var pid)) return;
        if (WorksIn(pid, paths.Cluster)) return;
        File.WriteAllLines(FileOf(paths), [Nobody, .. others]);
    }

    /// <summary>
    /// PostgreSQL guards its socket by a second file of the same kind, whose id misleads it in the same way: after a reboot where the socket folder is on disk, and after
    /// <c>kill -9</c> for as long as nobody has collected the dead process, which in a container can be for ever.
    /// </summary>
    public static void DisownForeignSocket(string sockets)
    {
        foreach (var file in Directory.EnumerateFiles(sockets, ".s.PGSQL.*.lock"))
        {
            if (File.ReadAllLines(file) is not [var first, .. var others] || (int.TryParse(first, CultureInfo.InvariantCulture, out var pid) && ListensIn(pid, sockets))) continue;
            File.WriteAllLines(file, [Nobody, .. others]);
        }
    }

    /// <summary>Sessions that outlived their postmaster: a long query notices its end late, and until then PostgreSQL refuses to start on their shared memory.</summary>
    public static IReadOnlyList<int> Survivors(ClusterPaths paths) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && SystemProcess.NameOf(pid) == "postgres" && WorksIn(pid, paths.Cluster)),
    ];

    // A living postmaster whose own file says that it listens here: that of a data folder which was moved aside while it ran.
    private static bool ListensIn(int pid, string sockets)
    {
        try
        {
            return FolderOf(pid) is { } folder && File.ReadAllLines(Path.Combine(folder, "postmaster.pid")) is [var first, _, _, _, var there, ..]
                && first == pid.ToString(CultureInfo.InvariantCulture) && there.Trim() == sockets;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The postmaster makes its data directory its working directory, which no unrelated process does.
    private static bool WorksIn(int pid, string cluster)
    {
        try
        {
            return FolderOf(pid) is { } folder && (folder == cluster || SameFolder(folder, cluster));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? FolderOf(int pid) =>
        pid > 0 && SystemProcess.StartTicks(pid) is not null ? new FileInfo($"/proc/{pid}/cwd").ResolveLinkTarget(returnFinalTarget: false)?.FullName : null;

    // The data folder may have been named through a symbolic link: compare a file's identity by what both names hold.
    private static bool SameFolder(string one, string other)
    {
        var (left, right) = (Path.Combine(one, "postmaster.pid"), Path.Combine(other, "postmaster.pid"));
        return File.Exists(left) && File.Exists(right) && File.ReadAllText(left) == File.ReadAllText(right);
    }

    private static string[] Read(ClusterPaths paths)
    {
        try
        {
            return File.ReadAllLines(FileOf(paths));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ClusterRefusal("ops.cluster.folder-unusable", $"this data folder belongs to somebody else: {e.Message}",
                "run the command as the user who started it, or choose another folder with --data DIR");
        }
    }

    private static string FileOf(ClusterPaths paths) => Path.Combine(paths.Cluster, "postmaster.pid");
}

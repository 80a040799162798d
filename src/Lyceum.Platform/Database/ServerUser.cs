namespace Lyceum.Platform.Database;

/// <summary>Started by root, the server runs as a system user of its own; this makes the user and hands folders over.</summary>
internal static class ServerUser
{
    /// <summary>Makes the user if needed and refuses a data folder that it could not reach, before anything is written there.</summary>
    public static async Task Ensure(ClusterPaths paths, CancellationToken ct)
    {
        if (paths.ServerUser is not { } user) return;
        if ((await SystemProcess.Run(null, "id", ["-u", user], ct)).ExitCode != 0)
        {
            var made = await SystemProcess.Run(null, "useradd",
                ["--system", "--user-group", "--no-create-home", "--home-dir", "/var/lib/lyceum", "--shell", "/usr/sbin/nologin", user], ct);
            // Exit code 9: another start made the user a moment ago.
            if (made.ExitCode is not (0 or 9))
                throw new ClusterRefusal("ops.cluster.no-user", $"cannot make the system user '{user}' that PostgreSQL runs as: {made.LastWords}", $"useradd --system {user}");
        }
        Directory.CreateDirectory(paths.Data);
        var above = Path.GetDirectoryName(paths.Data) ?? "/";
        if ((await SystemProcess.Run(user, "test", ["-x", above], ct)).ExitCode != 0)
        {
            Directory.Delete(paths.Data);
            throw new ClusterRefusal("ops.cluster.folder-unreachable",
                $"PostgreSQL does not run as root but as the user '{user}', who cannot enter {await FirstClosed(user, above, ct)}", "choose a folder with --data, for example below /var/lib or /srv");
        }
        if (Directory.Exists(paths.Cluster) && await OwnerOf(paths.Cluster, ct) is var owner && owner != user)
            throw new ClusterRefusal("ops.cluster.folder-unusable", $"the database in {paths.Data} belongs to the user '{owner}'", $"run the command as '{owner}', or choose another folder with --data DIR");
    }

    /// <summary>The socket folder: the server's user writes it, root enters it, nobody else does.</summary>
    public static async Task PrepareSockets(ClusterPaths paths, CancellationToken ct)
    {
        // In a folder that everyone may write to, somebody else may have put this name there first.
        if (new DirectoryInfo(paths.Sockets).LinkTarget is not null)
            throw new ClusterRefusal("ops.cluster.folder-unusable", $"{paths.Sockets} is a symbolic link that Lyceum did not make", $"remove {paths.Sockets}");
        ClusterPaths.CreateFolder(paths.Sockets, ClusterPaths.Private);
        if (paths.ServerUser is { } user) await Give(user, paths.Sockets, ct);
    }

    /// <summary>Hands a file or folder over to the server's user.</summary>
    public static async Task Give(string user, string path, CancellationToken ct)
    {
        var done = await SystemProcess.Run(null, "chown", ["--no-dereference", $"{user}:{user}", path], ct);
        if (done.ExitCode != 0) throw new ClusterRefusal("ops.cluster.folder-unusable", $"cannot hand {path} to '{user}': {done.LastWords}", "choose a folder on a local disk with --data DIR");
    }

    private static async Task<string> OwnerOf(string path, CancellationToken ct) => (await SystemProcess.Run(null, "stat", ["-c", "%U", path], ct)).Output.Trim();

    private static async Task<string> FirstClosed(string user, string path, CancellationToken ct)
    {
        var closed = path;
        while (Path.GetDirectoryName(closed) is { } above && (await SystemProcess.Run(user, "test", ["-x", above], ct)).ExitCode != 0) closed = above;
        return closed;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Lyceum.Platform.Database;

/// <summary>
/// Where one installation keeps its things. All of it hangs on the data folder, except the socket folder: a socket path longer than
/// about 100 characters does not start a server, and a clone can lie arbitrarily deep.
/// </summary>
public sealed record ClusterPaths
{
    private const int LongestSocketFolder = 85;     // the kernel's 108 less "/.s.PGSQL.5432.lock" and room for a terminator

    /// <summary>The source tree (or installation folder) the executable belongs to.</summary>
    public required string Home { get; init; }

    /// <summary>The data folder; absolute.</summary>
    public required string Data { get; init; }

    /// <summary>Folder of the Unix socket when a server is started now; a running one says its own in <c>postmaster.pid</c>.</summary>
    public required string Sockets { get; init; }

    /// <summary>The system user that PostgreSQL runs as, or null when it runs as the caller (who then is not root).</summary>
    public required string? ServerUser { get; init; }

    /// <summary>PostgreSQL's own data directory.</summary>
    public string Cluster => Path.Combine(Data, "pg");

    /// <summary>Passwords, one file per database role, mode 0600.</summary>
    public string Secrets => Path.Combine(Data, "secrets");

    /// <summary>Process records and locks.</summary>
    public string Run => Path.Combine(Data, "run");

    /// <summary>Journals of operations, one file per run.</summary>
    public string Runs => Path.Combine(Data, "runs");

    /// <summary>Log files of the application.</summary>
    public string Logs => Path.Combine(Data, "logs");

    /// <summary>
    /// The paths for this caller. <paramref name="data"/> is the operator's choice; without it (and without <c>LYCEUM_DATA</c>) root gets
    /// <c>/var/lib/lyceum/&lt;hash of the clone&gt;</c>, since PostgreSQL refuses root and cannot enter <c>/root</c>, and anyone else
    /// <c>.lyceum</c> in the clone.
    /// </summary>
    public static ClusterPaths Resolve(string? data = null)
    {
        var home = FindHome();
        data ??= Setting("LYCEUM_DATA");
        data ??= Environment.IsPrivilegedProcess ? $"/var/lib/lyceum/{Hash(home)}" : Path.Combine(home, ".lyceum");
        return For(home, Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
    }

    /// <summary>The paths for a known home and an absolute data folder.</summary>
    public static ClusterPaths For(string home, string data) => new()
    {
        Home = home,
        Data = data,
        Sockets = SocketsFor(data),
        ServerUser = Environment.IsPrivilegedProcess ? "lyceum" : null,
    };

    /// <summary>Makes the folders that the application itself writes to. Private: journals, logs and passwords are nobody else's business.</summary>
    public void CreateFolders()
    {
        // Only "may pass through" for others: the server's user has to reach its own folder inside.
        CreateFolder(Data, ServerUser is null ? Private : Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        foreach (var folder in (string[])[Secrets, Run, Runs, Logs]) CreateFolder(folder, Private);
    }

    internal const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal static void CreateFolder(string path, UnixFileMode mode)
    {
        try
        {
            Directory.CreateDirectory(path, mode);
            // Creation is subject to the umask, and an existing folder keeps its mode. This also fails if somebody else owns it.
            if (new DirectoryInfo(path).LinkTarget is null && File.GetUnixFileMode(path) != mode) File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new ClusterRefusal("ops.cluster.folder-unusable", $"cannot use the folder {path}: {e.Message}",
                "choose another with --data DIR, or make that folder yours");
        }
    }

    /// <summary>Twelve hexadecimal digits that name a folder: stable, and short enough for a socket path.</summary>
    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string SocketsFor(string data)
    {
        var name = $"lyceum-{Hash(data)}";
        if (Environment.IsPrivilegedProcess) return $"/run/{name}";
        var runtime = Setting("XDG_RUNTIME_DIR");
        if (runtime is not null && Directory.Exists(runtime) && Path.Combine(runtime, name) is { Length: <= LongestSocketFolder } below) return below;
        return $"/tmp/lyceum-{SystemProcess.UserId()}-{Hash(data)}";
    }

    private static string FindHome()
    {
        if (Setting("LYCEUM_HOME") is { } said) return Path.TrimEndingDirectorySeparator(Path.GetFullPath(said));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Lyceum.slnx"))) return folder.FullName;
        return Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

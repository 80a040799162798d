using System.Security.Cryptography;

namespace Lyceum.Platform.Database;

/// <summary>Generated passwords of a private cluster's roles: one file each, readable by the caller only.</summary>
internal static class RolePasswords
{
    public const string Superuser = "postgres";

    public static string Read(ClusterPaths paths, string role)
    {
        var file = Path.Combine(paths.Secrets, role);
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new ClusterRefusal("ops.cluster.password-missing", $"the password file {file} is missing",
                "restore the folder 'secrets' of the data folder from a backup");
    }

    /// <summary>The password of a role, made on first use. Only while the cluster is being made: later a missing file means a lost secret.</summary>
    public static string ReadOrMake(ClusterPaths paths, string role)
    {
        var file = Path.Combine(paths.Secrets, role);
        if (File.Exists(file)) return Read(paths, role);
        var password = RandomNumberGenerator.GetHexString(40, lowercase: true);
        // Mode at creation, not after: in between anyone could have opened it. Renamed when whole, so that a crash leaves no empty password.
        using (var stream = new FileStream(file + ".new", new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(password + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".new", file);
        return password;
    }
}

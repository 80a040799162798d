namespace Lyceum.Platform.Database;

/// <summary>PostgreSQL's own programs on this machine. Debian keeps several versions side by side and puts none of them on the path.</summary>
internal sealed record PostgresPrograms(int Major, string Folder)
{
    public const int Oldest = 15;

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The newest version installed, or exactly <paramref name="major"/>: a data directory opens only with the version that made it.</summary>
    public static PostgresPrograms Find(int? major = null)
    {
        var found = Installed().Where(p => major is null ? p.Major >= Oldest : p.Major == major).MaxBy(p => p.Major);
        return found ?? throw new ClusterRefusal("ops.cluster.not-installed",
            major is null ? $"PostgreSQL {Oldest} or newer is not installed" : $"this data was made by PostgreSQL {major}, which is not installed",
            major is null ? "apt-get install postgresql, or point DATABASE_URL at a server" : $"apt-get install postgresql-{major}");
    }

    private static IEnumerable<PostgresPrograms> Installed()
    {
        // Debian; then Red Hat, Homebrew-like and source installations.
        foreach (var root in (string[])["/usr/lib/postgresql", "/usr/local/lib/postgresql"])
            if (Directory.Exists(root))
                foreach (var folder in Directory.GetDirectories(root))
                    if (int.TryParse(Path.GetFileName(folder), out var version) && File.Exists(Path.Combine(folder, "bin", "initdb")))
                        yield return new PostgresPrograms(version, Path.Combine(folder, "bin"));
        for (var version = Oldest; version < Oldest + 10; version++)
            if (File.Exists($"/usr/pgsql-{version}/bin/initdb")) yield return new PostgresPrograms(version, $"/usr/pgsql-{version}/bin");
    }
}

using System.Globalization;
using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>
/// A PostgreSQL server of one's own inside the data folder, reachable through a Unix socket by its owner only. It outlives the process that
/// started it (kill -9 included) and is used again by the next one.
/// </summary>
public sealed class PrivateCluster
{
    private static readonly TimeSpan SurvivorPatience = TimeSpan.FromSeconds(3);
    private readonly ClusterSettings settings;

    private PrivateCluster(ClusterPaths paths, ClusterSettings settings)
    {
        Paths = paths;
        this.settings = settings;
    }

    /// <summary>Where it lives.</summary>
    public ClusterPaths Paths { get; }

    /// <summary>Whether this call started the server, as opposed to finding it running.</summary>
    public bool StartedHere { get; private set; }

    /// <summary>The socket folder in use.</summary>
    public string Sockets { get; private set; } = "";

    /// <summary>How the application reaches it.</summary>
    public ConnectionStrings Connections => ConnectionStrings.OfCluster(Paths, Sockets);

    /// <summary>The superuser of this server: to create databases and roles, and nothing else.</summary>
    internal string Superuser(string database = "postgres") => ConnectionStrings.Socket(Paths, Sockets, RolePasswords.Superuser, database);

    /// <summary>
    /// The server of this data folder, made on first use, started if it is not running. Two callers at once are safe: one starts, both use it.
    /// </summary>
    /// <exception cref="ClusterRefusal">PostgreSQL is missing, the folder cannot be used, or the server does not start.</exception>
    public static async Task<PrivateCluster> Start(ClusterPaths paths, ClusterSettings? settings = null, Action<string>? progress = null, CancellationToken ct = default)
    {
        progress ??= static _ => { };
        await ServerUser.Ensure(paths, ct);
        paths.CreateFolders();
        using var turn = await FileTurn.Take(Path.Combine(paths.Run, "cluster.lock"), TimeSpan.FromMinutes(2), ct);
        var cluster = new PrivateCluster(paths, settings ?? new ClusterSettings());

        await cluster.Initialise(progress, ct);
        if (Postmaster.Running(paths) is { } running) cluster.Sockets = running.Sockets;
        else await cluster.StartServer(progress, ct);
        await cluster.EnsureRoles(ct);
        return cluster;
    }

    /// <summary>The server of this data folder if it is running now; null otherwise. Starts nothing.</summary>
    public static PrivateCluster? Find(ClusterPaths paths) =>
        Postmaster.Running(paths) is { } running ? new PrivateCluster(paths, new ClusterSettings()) { Sockets = running.Sockets } : null;

    /// <summary>Stops the server of this data folder: sessions are ended, everything committed is on disk. False if it was not running.</summary>
    public static async Task<bool> Stop(ClusterPaths paths, CancellationToken ct = default)
    {
        if (!Directory.Exists(paths.Run)) return false;
        using var turn = await FileTurn.Take(Path.Combine(paths.Run, "cluster.lock"), TimeSpan.FromMinutes(2), ct);
        if (Postmaster.Running(paths) is not { } running) return false;
        var programs = PostgresPrograms.Find(VersionOf(paths));
        var stopped = await SystemProcess.Run(paths.ServerUser, programs["pg_ctl"], ["stop", "-D", paths.Cluster, "-m", "fast", "-w", "-t", "60"], ct);
        if (stopped.ExitCode != 0)
            throw new ClusterRefusal("ops.cluster.not-stopped", $"PostgreSQL (process {running.Pid}) did not stop within 60 s: {stopped.LastWords}",
                "look at its log in the folder 'pg/log' of the data folder, then try again");
        if (Directory.Exists(running.Sockets)) TryRemove(running.Sockets);
        return true;
    }

    private static int? VersionOf(ClusterPaths paths)
    {
        var file = Path.Combine(paths.Cluster, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    private async Task Initialise(Action<string> progress, CancellationToken ct)
    {
        if (VersionOf(Paths) is not null) return;
        var programs = PostgresPrograms.Find();
        progress($"making a PostgreSQL {programs.Major} database in {Paths.Cluster}");

        // Made under another name and renamed when whole: a run that is cut short leaves nothing that looks like a database.
        var unfinished = Paths.Cluster + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        ClusterPaths.CreateFolder(unfinished, ClusterPaths.Private);
        if (Paths.ServerUser is { } user) await ServerUser.Give(user, unfinished, ct);

        // The password reaches initdb in a file that its user can read, inside a folder that nobody else can enter.
        var passwordFile = Path.Combine(unfinished, ".password");
        await File.WriteAllTextAsync(passwordFile, RolePasswords.ReadOrMake(Paths, RolePasswords.Superuser), ct);
        if (Paths.ServerUser is { } owner) await ServerUser.Give(owner, passwordFile, ct);
        var target = Path.Combine(unfinished, "pg");
        List<string> arguments =
        [
            "-D", target, "--username", RolePasswords.Superuser, $"--pwfile={passwordFile}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        ];
        if (settings.ForTests) arguments.Add("--no-sync");
        var made = await SystemProcess.Run(Paths.ServerUser, programs["initdb"], arguments, ct);
        File.Delete(passwordFile);
        if (made.ExitCode != 0)
            throw new ClusterRefusal("ops.cluster.not-made", $"initdb failed: {made.LastWords}", "free space or permissions are the usual cause; nothing was kept");

        await File.WriteAllTextAsync(Path.Combine(target, "pg_hba.conf"), "# Through the socket, with a password. Nothing listens on the network.\nlocal all all scram-sha-256\nlocal replication all scram-sha-256\n", ct);
        await File.AppendAllTextAsync(Path.Combine(target, "postgresql.conf"), $"\ninclude '{ClusterSettings.FileName}'\n", ct);
        Directory.Move(target, Paths.Cluster);
        Directory.Delete(unfinished, recursive: true);
    }

    private async Task StartServer(Action<string> progress, CancellationToken ct)
    {
        progress("starting PostgreSQL");
        var programs = PostgresPrograms.Find(VersionOf(Paths));
        await EndSurvivors(progress, ct);
        Postmaster.DisownForeignPid(Paths);
        Sockets = Paths.Sockets;
        await ServerUser.PrepareSockets(Paths, ct);
        Postmaster.DisownForeignSocket(Sockets);
        var file = Path.Combine(Paths.Cluster, ClusterSettings.FileName);
        await File.WriteAllTextAsync(file, settings.Render(Sockets, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), ct);
        if (Paths.ServerUser is { } user) await ServerUser.Give(user, file, ct);

        var log = Path.Combine(Paths.Cluster, "start.log");
        var started = await SystemProcess.Run(Paths.ServerUser, programs["pg_ctl"], ["start", "-D", Paths.Cluster, "-l", log, "-w", "-t", "120"], ct);
        if (started.ExitCode != 0)
            throw new ClusterRefusal("ops.cluster.not-started", $"PostgreSQL did not start: {LastLines(log)}", $"read {Path.Combine(Paths.Cluster, "log")}");
        StartedHere = true;
    }

    /// <summary>
    /// Sessions without a postmaster end by themselves when they notice. One in a long query does not: it is ended, since what it does can no longer be committed
    /// and what was is in the log that the next start reads.
    /// </summary>
    private async Task EndSurvivors(Action<string> progress, CancellationToken ct)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (Postmaster.Survivors(Paths) is { Count: > 0 } survivors)
        {
            var waited = TimeProvider.System.GetElapsedTime(from);
            if (waited > SurvivorPatience * 4)
                throw new ClusterRefusal("ops.cluster.survivors", $"processes of a PostgreSQL that was killed do not end: {string.Join(", ", survivors)}", $"kill -9 {string.Join(' ', survivors)}, or restart the machine if they wait for its disk; then try again");
            if (waited > SurvivorPatience)
            {
                progress($"ending what a killed PostgreSQL left running: {string.Join(", ", survivors)}");
                foreach (var pid in survivors) SystemProcess.End(pid);
            }
            await Task.Delay(100, ct);
        }
    }

    /// <summary>Roles and database, each only if missing: a first start that was cut short is completed by the second.</summary>
    private async Task EnsureRoles(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Superuser()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        var names = RolesOfDatabase.Default;
        foreach (var role in (string[])[names.Owner, names.App, names.ReadOnly])
        {
            if (await Exists("SELECT 1 FROM pg_roles WHERE rolname = $1", role)) continue;
            // A role is created with SQL text, which knows no parameters in DDL; the password is hexadecimal, the name ours.
            await Execute($"CREATE ROLE {RolesOfDatabase.Quote(role)} LOGIN PASSWORD '{RolePasswords.ReadOrMake(Paths, role)}'");
        }
        if (await Exists("SELECT 1 FROM pg_database WHERE datname = $1", ConnectionStrings.DatabaseName)) return;
        await CreateDatabase(connection, ConnectionStrings.DatabaseName, template: "template0", ct);

        async Task<bool> Exists(string sql, string name)
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
            return await command.ExecuteScalarAsync(ct) is not null;
        }

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>A database owned by the owner role, which the two other roles may enter and nobody else.</summary>
    internal static async Task CreateDatabase(NpgsqlConnection superuser, string name, string template, CancellationToken ct)
    {
        var roles = RolesOfDatabase.Default;
        var database = RolesOfDatabase.Quote(name);
        string[] statements =
        [
            $"CREATE DATABASE {database} TEMPLATE {RolesOfDatabase.Quote(template)} OWNER {RolesOfDatabase.Quote(roles.Owner)}",
            $"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            $"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {RolesOfDatabase.Quote(roles.App)}",
            $"GRANT CONNECT ON DATABASE {database} TO {RolesOfDatabase.Quote(roles.ReadOnly)}",
        ];
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, superuser) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static string LastLines(string file) => File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(6)) : "it wrote no log";

    private static void TryRemove(string folder)
    {
        try { Directory.Delete(folder); }
        catch (IOException) { }             // not empty, or not ours to empty: it is only tidiness
        catch (UnauthorizedAccessException) { }
    }
}

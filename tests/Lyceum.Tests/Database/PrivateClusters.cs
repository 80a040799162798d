using System.Diagnostics;
using Lyceum.Platform.Database;
using Lyceum.Tests.Faults;
using Npgsql;

namespace Lyceum.Tests.Database;

public sealed class PrivateClusters
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task It_is_made_once_found_again_and_stopped()
    {
        await using var folder = new Folder();
        var made = await PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct);
        Assert.True(made.StartedHere);
        await Write(made, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");

        var found = await PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct);
        Assert.False(found.StartedHere);
        Assert.Equal(found.Connections, PrivateCluster.Find(folder.Paths)?.Connections);

        Assert.True(await PrivateCluster.Stop(folder.Paths, Ct));
        Assert.False(await PrivateCluster.Stop(folder.Paths, Ct));
        Assert.Null(PrivateCluster.Find(folder.Paths));

        // After a crash and a reboot the recorded process id can belong to anyone: here, to this test.
        await File.WriteAllLinesAsync(Path.Combine(folder.Paths.Cluster, "postmaster.pid"), [$"{Environment.ProcessId}", folder.Paths.Cluster, "1", "5432", folder.Paths.Sockets, "", "", "ready"], Ct);
        var again = await PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct);
        Assert.True(again.StartedHere);
        Assert.Equal(7, await Read(again, "SELECT id FROM kept"));
    }

    /// <summary>At three in the morning: <c>kill -9</c> or a power cut, and then <c>lyceum up</c>.</summary>
    [Fact(Timeout = 120_000)]
    public async Task It_starts_again_after_every_process_of_it_was_killed()
    {
        await using var folder = new Folder();
        // A cluster that flushes: what was committed has to be there.
        await Write(await PrivateCluster.Start(folder.Paths, ct: Ct), "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
        await KilledSchool.KillPostgres(folder.Paths, Ct);
        // At once: the dead may not have been collected, and both of PostgreSQL's lock files still name them.
        var again = await PrivateCluster.Start(folder.Paths, ct: Ct);
        Assert.True(again.StartedHere);
        Assert.Equal(7, await Read(again, "SELECT id FROM kept"));

        // After a power cut the ids can belong to anyone: to another program of PostgreSQL's own user, too.
        await KilledSchool.KillPostgres(folder.Paths, Ct);
        using var other = Process.Start(folder.Paths.ServerUser is { } user ? new ProcessStartInfo("setpriv", ["--reuid", user, "--regid", user, "--init-groups", "--", "sleep", "60"]) : new ProcessStartInfo("sleep", ["60"]))!;
        var socket = Path.Combine(folder.Paths.Sockets, ".s.PGSQL.5432.lock");
        foreach (var file in (string[])[Path.Combine(folder.Paths.Cluster, "postmaster.pid"), socket]) await File.WriteAllLinesAsync(file, [$"{other.Id}", .. (await File.ReadAllLinesAsync(file, Ct))[1..]], Ct);
        Assert.Equal(7, await Read(await PrivateCluster.Start(folder.Paths, ct: Ct), "SELECT id FROM kept"));
        other.Kill();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_session_that_outlived_its_server_does_not_keep_the_next_from_starting()
    {
        await using var folder = new Folder();
        var cluster = await PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct);
        // Busy without ever waiting for anything, so it does not notice that its postmaster is gone.
        var busy = Assert.ThrowsAnyAsync<NpgsqlException>(() => Read(cluster, "SELECT count(*) FROM generate_series(1, 10000000000)"));
        while (!(await Text(cluster, "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 1%' AND state = 'active' AND pid <> pg_backend_pid()"))!.Equals("1", StringComparison.Ordinal)) await Task.Delay(50, Ct);
        SystemProcess.End(Postmaster.Running(folder.Paths)!.Pid);

        var again = await PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct);
        Assert.True(again.StartedHere);
        Assert.Equal("1", await Text(again, "SELECT '1'"));
        await busy;
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_starts_at_once_share_one_server()
    {
        await using var folder = new Folder();
        var both = await Task.WhenAll(PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct), PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct));
        Assert.Single(both, c => c.StartedHere);
    }

    [Fact(Timeout = 120_000)]
    public async Task It_listens_to_its_owner_only_and_keeps_passwords_to_itself()
    {
        await using var folder = new Folder();
        var cluster = await PrivateCluster.Start(folder.Paths, new ClusterSettings(ForTests: true), ct: Ct);

        Assert.Equal("", await Text(cluster, "SHOW listen_addresses"));
        Assert.Equal("on", await Text(cluster, "SHOW data_checksums"));
        Assert.Equal("UTF8", await Text(cluster, "SHOW server_encoding"));
        Assert.Equal(ClusterPaths.Private, File.GetUnixFileMode(cluster.Sockets));
        Assert.True(cluster.Sockets.Length < 90);
        Assert.All(Directory.GetFiles(folder.Paths.Secrets), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        var wrong = new NpgsqlConnectionStringBuilder(cluster.Connections.App) { Password = "guessed", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);
        Assert.Equal(PostgresErrorCodes.InvalidPassword, (await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Ct))).SqlState);
    }

    [Fact]
    public async Task A_folder_that_the_server_could_not_enter_is_refused_with_the_reason()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root has a server user");
        var closed = Directory.CreateTempSubdirectory("lyceum-closed-").FullName;     // mode 0700
        try
        {
            var refusal = await Assert.ThrowsAsync<ClusterRefusal>(() => PrivateCluster.Start(ClusterPaths.For("/", Path.Combine(closed, "data")), ct: Ct));
            Assert.Equal("ops.cluster.folder-unreachable", refusal.Code);
            Assert.Contains(closed, refusal.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(closed, "data")));
        }
        finally
        {
            Directory.Delete(closed, recursive: true);
        }
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss@db.example:5433/school?sslmode=require", "db.example", 5433, "ann", "p@ss", "school")]
    [InlineData("postgresql://ann@db.example/school", "db.example", 5432, "ann", null, "school")]
    [InlineData("Host=/run/pg;Username=ann;Database=school", "/run/pg", 5432, "ann", null, "school")]
    public void A_database_address_is_read_as_people_write_it(string address, string host, int port, string user, string? password, string database)
    {
        var read = new NpgsqlConnectionStringBuilder(ConnectionStrings.FromEnvironment(name => name == "DATABASE_URL" ? address : null)!.App);
        Assert.Equal((host, port, user, password, database), (read.Host, read.Port, read.Username, read.Password, read.Database));
    }

    [Fact]
    public void A_bad_address_is_refused_without_repeating_its_password()
    {
        var refusal = Assert.Throws<ClusterRefusal>(() => ConnectionStrings.FromEnvironment(_ => "mysql://ann:hidden@host/db"));
        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
    }

    private static Task Write(PrivateCluster cluster, string sql) => Read(cluster, sql);

    private static async Task<string?> Text(PrivateCluster cluster, string sql) => (string?)await Read(cluster, sql);

    private static async Task<object?> Read(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.Connections.Owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql.StartsWith("CREATE", StringComparison.Ordinal) ? "CREATE SCHEMA AUTHORIZATION CURRENT_USER; " + sql : sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }

    private sealed class Folder : IAsyncDisposable
    {
        public ClusterPaths Paths { get; } = ClusterPaths.For("/", Path.Combine(Path.GetTempPath(), $"lyceum-tests-{Environment.ProcessId}-{SystemProcess.StartTicks(Environment.ProcessId)}-{Guid.CreateVersion7():N}"));

        public async ValueTask DisposeAsync()
        {
            await PrivateCluster.Stop(Paths, CancellationToken.None);
            if (Directory.Exists(Paths.Data)) Directory.Delete(Paths.Data, recursive: true);
        }
    }
}

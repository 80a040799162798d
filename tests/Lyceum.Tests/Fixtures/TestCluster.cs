using Lyceum.Platform;
using Lyceum.Platform.Database;
using Npgsql;

[assembly: AssemblyFixture(typeof(Lyceum.Tests.Fixtures.TestCluster))]

namespace Lyceum.Tests.Fixtures;

/// <summary>
/// One PostgreSQL server for a run of the suite, in a folder of its own, started by the first test that needs it and stopped after the last.
/// It is the product's own private cluster with durability switched off.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string Prefix = "lyceum-tests-";
    private const string Template = "template_lyceum";
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static TestCluster? started;

    private PrivateCluster? cluster;

    /// <summary>The server, started on first use, with the template database migrated.</summary>
    public static async Task<TestCluster> Get()
    {
        var ct = TestContext.Current.CancellationToken;
        await Gate.WaitAsync(ct);
        try
        {
            return started ??= await Start(ct);
        }
        finally
        {
            Gate.Release();
        }
    }

    internal PrivateCluster Cluster => cluster ?? throw new InvalidOperationException("The test cluster is not running.");

    /// <summary>How the roles reach the database <paramref name="name"/>.</summary>
    public ConnectionStrings Connections(string name) => Cluster.Connections.WithDatabase(name);

    /// <summary>Copies the migrated template (or an empty database) under a new name.</summary>
    public async Task CreateDatabase(string name, bool migrated = true)
    {
        await using var connection = await Superuser();
        await PrivateCluster.CreateDatabase(connection, name, migrated ? Template : "template0", TestContext.Current.CancellationToken);
    }

    /// <summary>Drops a database, ending whatever is still connected to it.</summary>
    public async Task DropDatabase(string name)
    {
        await using var connection = await Superuser();
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }

    ValueTask IAsyncLifetime.InitializeAsync() => ValueTask.CompletedTask;

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (started?.cluster is not { } running) return;
        started = null;
        NpgsqlConnection.ClearAllPools();
        await PrivateCluster.Stop(running.Paths);
        Directory.Delete(running.Paths.Data, recursive: true);
    }

    private static async Task<TestCluster> Start(CancellationToken ct)
    {
        await RemoveAbandoned(ct);
        var data = Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{SystemProcess.StartTicks(Environment.ProcessId)}");
        var test = new TestCluster { cluster = await PrivateCluster.Start(ClusterPaths.For(AppContext.BaseDirectory, data), new ClusterSettings(ForTests: true), ct: ct) };
        await using (var connection = await test.Superuser())
            await PrivateCluster.CreateDatabase(connection, Template, "template0", ct);
        await new Migrator(new House(Rooms.All), test.Connections(Template)).Up(ct);
        return test;
    }

    private async Task<NpgsqlConnection> Superuser()
    {
        var connection = new NpgsqlConnection(Cluster.Superuser());
        await connection.OpenAsync();
        return connection;
    }

    // A test run that was killed left its server behind; its process id and start time in the folder's name tell that it is gone.
    private static async Task RemoveAbandoned(CancellationToken ct)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var parts = Path.GetFileName(folder)[Prefix.Length..].Split('-');
            if (parts.Length < 2 || !int.TryParse(parts[0], out var pid) || SystemProcess.StartTicks(pid) == parts[1]) continue;
            try
            {
                await PrivateCluster.Stop(ClusterPaths.For(AppContext.BaseDirectory, folder), ct);
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException or ClusterRefusal)
            {
                // Another user's; its owner's next run will find it.
            }
        }
    }
}

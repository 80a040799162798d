using Lyceum.Platform.Database;
using Npgsql;

namespace Lyceum.Tests.Fixtures;

/// <summary>
/// A database of one's own, copied from the migrated template: as a class fixture (<c>IClassFixture&lt;TestDatabase&gt;</c>)
/// or by <see cref="CreateAsync"/>; dropped when disposed.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private TestCluster? cluster;
    private NpgsqlDataSource? app;
    private NpgsqlDataSource? owner;

    /// <summary>Its name, unique in the run.</summary>
    public string Name { get; } = $"t_{Guid.CreateVersion7():N}";

    /// <summary>How owner, application and reader sign in.</summary>
    public ConnectionStrings Connections => (cluster ?? throw new InvalidOperationException("Not created yet.")).Connections(Name);

    /// <summary>Connections of the application's role.</summary>
    public NpgsqlDataSource App => app ??= NpgsqlDataSource.Create(Connections.App);

    /// <summary>Connections of the owner: to arrange what the application may not do.</summary>
    public NpgsqlDataSource Owner => owner ??= NpgsqlDataSource.Create(Connections.Owner);

    /// <summary>A migrated database, or an empty one.</summary>
    public static async Task<TestDatabase> CreateAsync(bool migrated = true)
    {
        var database = new TestDatabase();
        await database.Create(migrated);
        return database;
    }

    /// <summary>The single value of a query, as the owner.</summary>
    public async Task<T?> Value<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is T value ? value : default;
    }

    /// <summary>Runs SQL as the owner.</summary>
    public async Task Execute(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    async ValueTask IAsyncLifetime.InitializeAsync() => await Create(migrated: true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        if (owner is not null) await owner.DisposeAsync();
        if (cluster is not null) await cluster.DropDatabase(Name);
    }

    private async Task Create(bool migrated)
    {
        var running = await TestCluster.Get();
        await running.CreateDatabase(Name, migrated);
        cluster = running;
    }
}

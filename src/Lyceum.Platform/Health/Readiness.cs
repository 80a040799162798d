using Lyceum.Platform.Database;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Lyceum.Platform.Health;

/// <summary>Whether this process should get requests: it is not stopping, the database answers, and its tables are those this version expects.</summary>
public sealed class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly NpgsqlDataSource _database;
    private readonly IHostApplicationLifetime _life;
    private readonly Lazy<string[]> _expected;
    private volatile bool _migrated;

    /// <summary>For the host's life and its database.</summary>
    public Readiness(NpgsqlDataSource database, IHostApplicationLifetime life, House house)
    {
        (_database, _life) = (database, life);
        _expected = new(() => [.. MigrationFile.Of(house).Select(f => $"{f.Module}/{f.Number}")]);
    }

    /// <summary>True once the process has been told to stop: a proxy sends nobody new while requests and jobs finish.</summary>
    public bool Draining => _life.ApplicationStopping.IsCancellationRequested;

    /// <summary>Null when ready, else the reason: <c>draining</c>, <c>database</c> or <c>migrations</c>. Takes at most about a second.</summary>
    public async Task<string?> WhyNot(CancellationToken ct)
    {
        if (Draining) return "draining";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await using var connection = await _database.OpenConnectionAsync(patience.Token);
            await using (var ask = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 1 }) await ask.ExecuteScalarAsync(patience.Token);
            // Migrations are never taken back under a running version, so once true it stays true and costs nothing.
            return _migrated || (_migrated = await Migrated(connection, patience.Token)) ? null : "migrations";
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException && !ct.IsCancellationRequested)
        {
            return "database";
        }
    }

    private async Task<bool> Migrated(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await using var missing = new NpgsqlCommand(
                "SELECT count(*) FROM unnest($1::text[]) AS expected (id) WHERE NOT EXISTS (SELECT FROM platform.schema_migrations m WHERE m.module || '/' || m.number = expected.id)", connection);
            missing.Parameters.Add(new() { Value = _expected.Value });
            return await missing.ExecuteScalarAsync(ct) is 0L;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return false;
        }
    }
}

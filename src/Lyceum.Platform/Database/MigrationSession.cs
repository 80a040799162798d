using System.Globalization;
using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>A row of <c>platform.schema_migrations</c>.</summary>
internal sealed record AppliedMigration(string Module, int Number, string Name, string Sha256, DateTimeOffset At)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Module}/{Number:0000}_{Name}");
}

/// <summary>One connection of the owner with the migration lock and the time-outs that keep a migration from stopping the school.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    // "lyceum" and "migrate" in ASCII, folded: any constant does, as long as nobody else uses it.
    private const long LockKey = 0x6C79_6365_756D_0001;

    private readonly NpgsqlConnection connection;
    private readonly RolesOfDatabase roles;

    private MigrationSession(NpgsqlConnection connection, RolesOfDatabase roles) => (this.connection, this.roles) = (connection, roles);

    public static async Task<MigrationSession> Open(string connectionString, RolesOfDatabase roles, bool exclusive, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            var session = new MigrationSession(connection, roles);
            if (exclusive)
            {
                await session.Execute("SET lock_timeout = '10s'", ct);
                await session.Execute($"SELECT pg_advisory_lock({LockKey})", ct);
            }
            // A statement that waits for a lock makes every later reader of that table wait behind it: give up early instead.
            await session.Execute("SET lock_timeout = '5s'; SET client_min_messages = warning; SET idle_in_transaction_session_timeout = 0", ct);
            return session;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.DisposeAsync();
            throw new MigrationRefusal(MigrationRefusal.LockHeld, "another process is migrating this database (waited 10 s)", e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task EnsureTable(CancellationToken ct)
    {
        await Execute($"""
            CREATE SCHEMA IF NOT EXISTS platform;
            CREATE TABLE IF NOT EXISTS platform.schema_migrations (
                position   int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                module     text        NOT NULL,
                number     int         NOT NULL,
                name       text        NOT NULL,
                sha256     text        NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                CONSTRAINT schema_migrations_once UNIQUE (module, number)
            );
            GRANT USAGE ON SCHEMA platform TO {RolesOfDatabase.Quote(roles.App)}, {RolesOfDatabase.Quote(roles.ReadOnly)};
            GRANT SELECT ON platform.schema_migrations TO {RolesOfDatabase.Quote(roles.App)}, {RolesOfDatabase.Quote(roles.ReadOnly)};
            """, ct);
    }

    public async Task<IReadOnlyList<AppliedMigration>> Applied(CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('platform.schema_migrations') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(ct) is not true) return [];
        await using var command = new NpgsqlCommand("SELECT module, number, name, sha256, applied_at FROM platform.schema_migrations ORDER BY position", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<AppliedMigration>();
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), await reader.GetFieldValueAsync<DateTimeOffset>(4, ct)));
        return rows;
    }

    public Task Apply(MigrationFile file, CancellationToken ct) => Guarded(file, file.OutsideTransaction, async () =>
    {
        var schema = RolesOfDatabase.Quote(file.Module);
        await Execute($"CREATE SCHEMA IF NOT EXISTS {schema}; GRANT USAGE ON SCHEMA {schema} TO {RolesOfDatabase.Quote(roles.App)}, {RolesOfDatabase.Quote(roles.ReadOnly)}", ct);
        await RunStatements(file.Id, file.Sql, ct);
        if (file.OutsideTransaction) await RefuseBrokenIndexes(file, ct);
        await using var record = new NpgsqlCommand("INSERT INTO platform.schema_migrations (module, number, name, sha256) VALUES ($1, $2, $3, $4)", connection)
        {
            Parameters = { new() { Value = file.Module }, new() { Value = file.Number }, new() { Value = file.Name }, new() { Value = file.Sha256 } },
        };
        await record.ExecuteNonQueryAsync(ct);
    }, ct);

    public Task TakeBack(MigrationFile file, bool lastOfModule, CancellationToken ct) => Guarded(file, file.DownOutsideTransaction, async () =>
    {
        await RunStatements($"{file.Id}.down", file.DownSql, ct);
        await using var forget = new NpgsqlCommand("DELETE FROM platform.schema_migrations WHERE module = $1 AND number = $2", connection)
        {
            Parameters = { new() { Value = file.Module }, new() { Value = file.Number } },
        };
        await forget.ExecuteNonQueryAsync(ct);
        // Without CASCADE on purpose: what the down files forgot makes this fail, and the failure names it.
        if (lastOfModule && file.Module != "platform") await Execute($"DROP SCHEMA {RolesOfDatabase.Quote(file.Module)} RESTRICT", ct);
    }, ct);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task Guarded(MigrationFile file, bool outside, Func<Task> work, CancellationToken ct)
    {
        try
        {
            if (outside)
            {
                await work();
                return;
            }
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await work();
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationRefusal(MigrationRefusal.Failed, $"{file.Id}: {e.MessageText}{(e.Detail is null ? "" : $" ({e.Detail})")} [{e.SqlState}]", e);
        }
    }

    private async Task RunStatements(string name, string sql, CancellationToken ct)
    {
        foreach (var statement in SqlStatements.Cut(roles.FillIn(sql)))
        {
            try
            {
                await Execute(statement.Text, ct);
            }
            catch (PostgresException e)
            {
                throw new MigrationRefusal(MigrationRefusal.Failed,
                    $"{name}.sql line {statement.Line}: {e.MessageText}{(e.Detail is null ? "" : $" ({e.Detail})")} [{e.SqlState}]", e);
            }
        }
    }

    // A concurrent index build that failed leaves an invalid index, which IF NOT EXISTS takes for the real one at the next attempt.
    private async Task RefuseBrokenIndexes(MigrationFile file, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT string_agg(c.relname, ', ') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND n.nspname = $1
            """, connection) { Parameters = { new() { Value = file.Module } } };
        if (await command.ExecuteScalarAsync(ct) is string broken)
            throw new MigrationRefusal(MigrationRefusal.Failed, $"{file.Id}: the index {broken} is invalid; drop it and migrate again.");
    }

    private async Task Execute(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

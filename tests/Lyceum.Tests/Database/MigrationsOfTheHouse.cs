using System.Diagnostics;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Tests.Fixtures;
using Npgsql;

namespace Lyceum.Tests.Database;

public sealed class MigrationsOfTheHouse
{
    private static readonly House House = new(Rooms.All);

    [Fact]
    public async Task Every_file_goes_up_down_and_up_again_to_the_same_schema()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var migrator = new Migrator(House, database.Connections);

        var applied = await migrator.Up(ct);
        var first = await Dump(database);
        var back = await migrator.Down(applied.Count, ct);
        var between = await Dump(database);
        await migrator.Up(ct);
        var second = await Dump(database);

        Assert.NotEmpty(applied);
        Assert.Equal(applied.Select(f => f.Id).Reverse(), back);
        Assert.Equal(["platform.schema_migrations"], Tables(between));
        Assert.Equal(first, second);
    }

    [Fact]
    public void No_file_blocks_a_running_school() => Assert.Empty(MigrationFile.Of(House).SelectMany(MigrationLinter.Objections));

    [Fact]
    public async Task The_application_writes_rows_and_changes_no_schema()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync();
        await database.Execute("CREATE SCHEMA room; CREATE TABLE room.things (id int PRIMARY KEY)");

        await using var insert = database.App.CreateCommand("INSERT INTO room.things VALUES (1)");
        Assert.Equal(1, await insert.ExecuteNonQueryAsync(ct));
        await using var create = database.App.CreateCommand("CREATE TABLE room.more (id int)");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => create.ExecuteNonQueryAsync(ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);

        await using var reader = NpgsqlDataSource.Create(database.Connections.ReadOnly);
        await using var select = reader.CreateCommand("SELECT id FROM room.things");
        Assert.Equal(1, await select.ExecuteScalarAsync(ct));
        await using var delete = reader.CreateCommand("DELETE FROM room.things");
        refused = await Assert.ThrowsAsync<PostgresException>(() => delete.ExecuteNonQueryAsync(ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task<string> Dump(TestDatabase database)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.Connections.Owner);
        var start = new ProcessStartInfo(PostgresPrograms.Find()["pg_dump"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--schema-only", "--host", connection.Host!, "--username", connection.Username!, database.Name]) start.ArgumentList.Add(word);
        start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        // Newer pg_dump fences its output with a random word.
        return string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    // After the way down only the list of migrations may be left.
    private static IEnumerable<string> Tables(string dump) =>
        dump.Split('\n').Where(l => l.StartsWith("CREATE TABLE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]);
}

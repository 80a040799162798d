using Lyceum.Platform.Database;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Database;

public sealed class Migrators
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_stops_everything()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        await Of(database, File(10, "CREATE TABLE room.a (id int)")).Up(Ct);

        var changed = Of(database, File(10, "CREATE TABLE room.a (id bigint)"), File(20, "CREATE TABLE room.b (id int)", "DROP TABLE room.b"));
        var refusal = await Assert.ThrowsAsync<MigrationRefusal>(() => changed.Up(Ct));

        Assert.Equal(MigrationRefusal.Drift, refusal.Code);
        Assert.True((await changed.Status(Ct))[0].Drifted);
        Assert.Null(await database.Value<string>("SELECT to_regclass('room.b')::text"));
    }

    [Fact]
    public async Task A_failing_file_leaves_nothing_of_itself_and_keeps_what_came_before()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var migrator = Of(database, File(10, "CREATE TABLE room.a (id int)"), File(20, "CREATE TABLE room.b (id int);\n\nSELECT 1/0;", "DROP TABLE room.b"));

        var refusal = await Assert.ThrowsAsync<MigrationRefusal>(() => migrator.Up(Ct));

        Assert.Equal(MigrationRefusal.Failed, refusal.Code);
        Assert.Contains("room/0020_step.sql line 3: division by zero", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["room/0010_step"], (await migrator.Status(Ct)).Where(s => s.AppliedAt is not null).Select(s => s.Id));
        Assert.Null(await database.Value<string>("SELECT to_regclass('room.b')::text"));
    }

    [Fact]
    public async Task Two_at_once_apply_each_file_once()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var file = File(10, "CREATE TABLE room.a (id int); SELECT pg_sleep(0.3)");

        var both = await Task.WhenAll(Of(database, file).Up(Ct), Of(database, file).Up(Ct)).WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.Single(both.SelectMany(applied => applied));
    }

    [Fact]
    public async Task A_file_outside_a_transaction_builds_an_index_concurrently()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var migrator = Of(database, File(10, "CREATE TABLE room.a (id int)"),
            File(20, "-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON room.a (id);", "-- no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS room.a_id;"));

        await migrator.Up(Ct);
        Assert.Equal("room.a_id", await database.Value<string>("SELECT to_regclass('room.a_id')::text"));

        Assert.Equal(["room/0020_step"], await migrator.Down(1, Ct));
        Assert.Null(await database.Value<string>("SELECT to_regclass('room.a_id')::text"));
    }

    [Fact]
    public async Task The_way_back_follows_the_order_applied_and_keeps_the_one_named()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var (first, late) = (File(20, "CREATE TABLE room.b (id int)", "DROP TABLE room.b"), File(10, "CREATE TABLE room.a (id int)"));
        await Of(database, first).Up(Ct);
        var migrator = Of(database, late, first);
        await migrator.Up(Ct);      // the lower number came second, as from a branch merged late

        Assert.Equal(["room/0010_step"], await migrator.Down("room/0020_step", Ct));
        Assert.Equal(MigrationRefusal.Unknown, (await Assert.ThrowsAsync<MigrationRefusal>(() => migrator.Down("room/0099_never", Ct))).Code);
    }

    [Fact]
    public async Task A_down_file_that_forgets_something_is_found_out()
    {
        await using var database = await TestDatabase.CreateAsync(migrated: false);
        var migrator = Of(database, File(10, "CREATE TABLE room.a (id int); CREATE TABLE room.b (id int)", "DROP TABLE room.a"));
        await migrator.Up(Ct);

        var refusal = await Assert.ThrowsAsync<MigrationRefusal>(() => migrator.Down(1, Ct));

        Assert.Contains("room.b", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("room.a", await database.Value<string>("SELECT to_regclass('room.a')::text"));
    }

    [Theory]
    [InlineData("CREATE INDEX x ON room.old (id)")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY x ON room.old (id)")]
    [InlineData("ALTER TABLE room.old ADD COLUMN price numeric(10, 2) NOT NULL")]
    [InlineData("ALTER TABLE room.old ADD COLUMN a int, ADD b int NOT NULL")]
    [InlineData("ALTER TABLE room.old ALTER COLUMN a TYPE bigint")]
    [InlineData("ALTER TABLE room.old ALTER a SET NOT NULL")]
    [InlineData("ALTER TABLE room.old ADD CONSTRAINT positive CHECK (a > 0)")]
    [InlineData("LOCK TABLE room.old")]
    public void The_linter_objects_to_what_blocks(string sql) => Assert.NotEmpty(MigrationLinter.Objections(File(10, sql)));

    [Theory]
    [InlineData("CREATE TABLE room.fresh (id int); CREATE INDEX x ON room.fresh (id); ALTER TABLE room.fresh ADD UNIQUE (id)")]
    [InlineData("-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS x ON room.old (id)")]
    [InlineData("ALTER TABLE room.old ADD COLUMN a text NOT NULL DEFAULT ''")]
    [InlineData("ALTER TABLE room.old ADD CONSTRAINT positive CHECK (a > 0) NOT VALID")]
    [InlineData("ALTER TABLE room.old VALIDATE CONSTRAINT positive")]
    [InlineData("COMMENT ON TABLE room.old IS 'CREATE INDEX x ON room.old (id)'")]
    public void The_linter_lets_pass_what_does_not(string sql) => Assert.Empty(MigrationLinter.Objections(File(10, sql)));

    [Fact]
    public void Statements_are_cut_outside_quotes_and_comments()
    {
        const string sql = """
            -- one; two
            SELECT 'a;''b', "c;d", E'\';';
            /* ; /* ; */ ; */
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $body$ SELECT 1; SELECT $1; $body$;
            ;
            DO $$ BEGIN NULL; END $$
            """;
        var cut = SqlStatements.Cut(sql);
        Assert.Equal([2, 4, 6], cut.Select(s => s.Line));
        Assert.Equal("""SELECT 'a;''b', "c;d", E'\';'""", cut[0].Text);
    }

    private static MigrationFile File(int number, string sql, string down = "DROP TABLE IF EXISTS room.a") => new("room", number, "step", sql, down);

    private static Migrator Of(TestDatabase database, params MigrationFile[] files) => new(files, database.Connections);
}

using Lyceum.Platform.Database;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.HouseRules;

/// <summary>The EF model and the migrated schema say the same, column by column.</summary>
public sealed class SchemaTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private sealed record Column(string Table, string Name, bool Nullable, string Type);

    [Fact]
    public async Task Every_mapped_column_exists_with_its_type_and_nullability()
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.App);
        await using var db = new LyceumDb(LyceumDb.Options(new DbContextOptionsBuilder<LyceumDb>(), source).Options, new Lyceum.Platform.House(Rooms.All));
        var actual = await Actual();
        List<string> wrong = [];
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            foreach (var property in entity.GetProperties())
            {
                var table = $"{entity.GetSchema()}.{entity.GetTableName()}";
                var mapped = new Column(table, property.GetColumnName(), property.IsColumnNullable(), property.GetColumnType());
                var real = actual.FirstOrDefault(c => c.Table == table && c.Name == mapped.Name);
                if (real is null) wrong.Add($"{mapped.Table}.{mapped.Name} does not exist");
                else if (real.Nullable != mapped.Nullable) wrong.Add($"{mapped.Table}.{mapped.Name}: nullable is {real.Nullable} in the schema, {mapped.Nullable} in the model");
                else if (Plain(real.Type) != Plain(mapped.Type)) wrong.Add($"{mapped.Table}.{mapped.Name}: {real.Type} in the schema, {mapped.Type} in the model");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_column_of_a_mapped_table_that_must_have_a_value_is_mapped()
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.App);
        await using var db = new LyceumDb(LyceumDb.Options(new DbContextOptionsBuilder<LyceumDb>(), source).Options, new Lyceum.Platform.House(Rooms.All));
        var mapped = db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null)
            .SelectMany(e => e.GetProperties().Select(p => ($"{e.GetSchema()}.{e.GetTableName()}", p.GetColumnName()))).ToHashSet();
        var tables = mapped.Select(m => m.Item1).ToHashSet();
        Assert.Empty((await Actual()).Where(c => tables.Contains(c.Table) && !c.Nullable && !mapped.Contains((c.Table, c.Name)) && !c.HasDefault).Select(c => $"{c.Table}.{c.Name}"));
    }

    private static string Plain(string type) => type.Split('(')[0] switch
    {
        "character varying" => "text",
        "timestamp with time zone" => "timestamptz",
        "int" => "integer",
        var other => other,
    };

    private sealed record Real(string Table, string Name, bool Nullable, string Type, bool HasDefault);

    private async Task<List<Real>> Actual()
    {
        await using var command = database.Owner.CreateCommand(
            """
            SELECT n.nspname || '.' || c.relname, a.attname, NOT a.attnotnull, format_type(a.atttypid, a.atttypmod), a.atthasdef OR a.attidentity <> ''
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            """);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<Real> columns = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) columns.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetString(3), reader.GetBoolean(4)));
        return columns;
    }
}

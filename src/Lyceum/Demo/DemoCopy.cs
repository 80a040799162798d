using System.Text.Json;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Lyceum.Demo;

/// <summary>PostgreSQL's binary COPY, column by column: some hundred times faster than saving rows.</summary>
internal static class DemoCopy
{
    /// <summary>Copies rows into <paramref name="target"/>, a table with its columns, in the transaction of the act.</summary>
    public static async Task Into<T>(Act act, string target, IReadOnlyList<T> rows, Func<Row, T, Task> write)
    {
        var connection = (NpgsqlConnection)act.Db.Database.GetDbConnection();
        await using var import = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT binary)", act.Ct);
        var row = new Row(import, act.Ct);
        foreach (var item in rows)
        {
            await import.StartRowAsync(act.Ct);
            await write(row, item);
        }
        await import.CompleteAsync(act.Ct);
    }

    /// <summary>One row under way, column by column.</summary>
    public sealed class Row(NpgsqlBinaryImporter import, CancellationToken ct)
    {
        public Task Uuid(params Guid?[] values) => Each(values, NpgsqlDbType.Uuid);

        public Task Int(params int[] values) => Each(values.Select(v => (int?)v), NpgsqlDbType.Integer);

        public Task Long(long value) => import.WriteAsync(value, NpgsqlDbType.Bigint, ct);

        public Task Number(params decimal?[] values) => Each(values, NpgsqlDbType.Numeric);

        public async Task Text(params string?[] values)
        {
            foreach (var value in values)
            {
                if (value is null) await import.WriteNullAsync(ct);
                else await import.WriteAsync(value, NpgsqlDbType.Text, ct);
            }
        }

        public Task Truth(bool value) => import.WriteAsync(value, NpgsqlDbType.Boolean, ct);

        public Task Maybe(bool? value) => Each([value], NpgsqlDbType.Boolean);

        public Task Time(params DateTimeOffset?[] values) => Each(values.Select(v => v?.UtcDateTime), NpgsqlDbType.TimestampTz);

        public Task Json(object? value) => value is null ? import.WriteNullAsync(ct) : import.WriteAsync(JsonSerializer.Serialize(value, Platform.Web.Json.Options), NpgsqlDbType.Jsonb, ct);

        private async Task Each<T>(IEnumerable<T?> values, NpgsqlDbType type) where T : struct
        {
            foreach (var value in values)
            {
                if (value is { } given) await import.WriteAsync(given, type, ct);
                else await import.WriteNullAsync(ct);
            }
        }
    }
}

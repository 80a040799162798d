using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Bench;

/// <summary>
/// What nobody can be faster than with this server and this database: bare Kestrel and raw Npgsql send the product's own statements, turn every value
/// of every row into text (HTML-encoded for a page, JSON for a twin) and answer with the product's own bytes; a write is the product's statements in one transaction. No routing, no session, no rights, no layout.
/// </summary>
internal sealed class Floor : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NpgsqlDataSource _database;

    private Floor(WebApplication app, NpgsqlDataSource database, Uri address) => (_app, _database, Address) = (app, database, address);

    public Uri Address { get; }

    public static async Task<Floor> Start(string connection, Answer answer, Way way)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = new Uri($"http://localhost:{Ports.Free()}");
        builder.WebHost.UseUrls(address.ToString());
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        var app = builder.Build();
        var database = NpgsqlDataSource.Create(connection);
        app.Run(http => Reply(http, database, answer, way));
        await app.StartAsync();
        return new Floor(app, database, address);
    }

    private static async Task Reply(HttpContext http, NpgsqlDataSource database, Answer answer, Way way)
    {
        if (answer.Statements.Count > 0)
        {
            var scratch = new ArrayBufferWriter<byte>(answer.Bytes.Length);
            await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
            if (answer.Sequence is not null)
            {
                await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
                await Write(connection, answer, http.RequestAborted);
            }
            else
            {
                foreach (var statement in answer.Statements) await Read(connection, statement, scratch, way, http.RequestAborted);
            }
        }
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Bytes.Length;
        await http.Response.Body.WriteAsync(answer.Bytes, http.RequestAborted);
    }

    private static async Task Read(NpgsqlConnection connection, Statement statement, ArrayBufferWriter<byte> scratch, Way way, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statement.Sql, connection);
        foreach (var value in statement.Values) command.Parameters.Add(value.Clone());
        await using var rows = await command.ExecuteReaderAsync(ct);
        await using var json = way == Way.Page ? null : new Utf8JsonWriter(scratch);
        json?.WriteStartArray();
        while (await rows.ReadAsync(ct))
        {
            for (var i = 0; i < rows.FieldCount; i++)
            {
                var text = Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) ?? "";
                if (json is not null) json.WriteStringValue(text);
                else Write(HtmlEncoder.Default.Encode(text), scratch);
            }
        }
        json?.WriteEndArray();
    }

    /// <summary>The product's statements in one transaction, with a number of its own where the product had one: what exists already would not be written.</summary>
    private static async Task Write(NpgsqlConnection connection, Answer answer, CancellationToken ct)
    {
        var next = Autosave.Next();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var statement in answer.Statements)
        {
            await using var command = new NpgsqlCommand(statement.Sql, connection, transaction);
            foreach (var value in statement.Values)
            {
                var own = value.Clone();
                if (Equals(own.Value, answer.Sequence)) own.Value = next;
                command.Parameters.Add(own);
            }
            await command.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
    }

    private static void Write(string text, ArrayBufferWriter<byte> scratch)
    {
        var span = scratch.GetSpan(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length));
        scratch.Advance(System.Text.Encoding.UTF8.GetBytes(text, span));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}

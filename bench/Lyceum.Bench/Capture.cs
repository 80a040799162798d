using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Bench;

/// <summary>A statement the product sent, with its values.</summary>
internal sealed record Statement(string Sql, IReadOnlyList<NpgsqlParameter> Values);

/// <summary>What the product does for one address: its statements and the bytes of its answer.</summary>
/// <param name="Sequence">Of a write: the number its statements carried, in whose place the floor puts higher ones; null for a read.</param>
internal sealed record Answer(IReadOnlyList<Statement> Statements, byte[] Bytes, string ContentType, long? Sequence = null);

/// <summary>
/// Takes the floor's work from the product itself: the same host in this process, on the same database, with an ear at its commands.
/// The session is asked for once in 30 seconds and on a connection of its own; it is not among the statements (the floor knows nobody).
/// </summary>
internal sealed class Capture : IAsyncDisposable
{
    private readonly Ear _ear = new();
    private readonly Microsoft.AspNetCore.Builder.WebApplication _app;
    private readonly HttpClient _client;

    private Capture(Microsoft.AspNetCore.Builder.WebApplication app, Ear ear, int port) =>
        (_app, _ear, _client) = (app, ear, new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://localhost:{port}") });

    public static async Task<Capture> Start(House house, string database, string data)
    {
        var (ear, port) = (new Ear(), Ports.Free());
        var app = HouseHost.Build(house, new HostSpec(database, data, port, Ports.Free(), Jobs: false), s => s.ConfigureDbContext<LyceumDb>(o => o.AddInterceptors(ear)));
        await app.StartAsync();
        return new Capture(app, ear, port);
    }

    /// <summary>Asks twice: the first answer fills the caches (session, institution, compiled queries), the second is what is repeated under load.</summary>
    public async Task<Answer> Of(string address, (string Name, string Value) header, CancellationToken ct)
    {
        await Ask(HttpMethod.Get, address, header, null, ct);
        return await Listen(HttpMethod.Get, address, header, null, null, ct);
    }

    /// <summary>The same for an answer of a quiz that is kept: <paramref name="choice"/>, each time with a higher number.</summary>
    public async Task<Answer> OfAutosave(string address, (string Name, string Value) header, string choice, CancellationToken ct)
    {
        await Ask(HttpMethod.Put, address, header, Autosave.Body(Autosave.Next(), choice), ct);
        var sequence = Autosave.Next();
        return await Listen(HttpMethod.Put, address, header, Autosave.Body(sequence, choice), sequence, ct);
    }

    private async Task<Answer> Listen(HttpMethod method, string address, (string Name, string Value) header, string? body, long? sequence, CancellationToken ct)
    {
        _ear.Heard.Clear();
        using var answer = await Ask(method, address, header, body, ct);
        return new Answer([.. _ear.Heard], await answer.Content.ReadAsByteArrayAsync(ct), answer.Content.Headers.ContentType?.ToString() ?? "text/plain", sequence);
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string address, (string Name, string Value) header, string? body, CancellationToken ct)
    {
        using var question = new HttpRequestMessage(method, address);
        if (body is not null) question.Content = new StringContent(body, Encoding.UTF8, "application/json");
        question.Headers.TryAddWithoutValidation(header.Name, header.Value);
        question.Headers.TryAddWithoutValidation("Accept", "*/*");
        var answer = await _client.SendAsync(question, ct);
        return answer.StatusCode == HttpStatusCode.OK ? answer : throw new BenchStop($"{address} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Ear : DbCommandInterceptor
    {
        public List<Statement> Heard { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Hear(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Hear(command);
            return ValueTask.FromResult(result);
        }

        private void Hear(DbCommand command) => Heard.Add(new Statement(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
    }
}

/// <summary>Ports nobody listens on.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

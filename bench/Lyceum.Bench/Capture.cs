using System.Data.Common;
using System.Net;
using System.Net.Sockets;
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
internal sealed record Answer(IReadOnlyList<Statement> Statements, byte[] Bytes, string ContentType);

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
        await Ask(address, header, ct);
        _ear.Heard.Clear();
        using var answer = await Ask(address, header, ct);
        return new Answer([.. _ear.Heard], await answer.Content.ReadAsByteArrayAsync(ct), answer.Content.Headers.ContentType?.ToString() ?? "text/plain");
    }

    private async Task<HttpResponseMessage> Ask(string address, (string Name, string Value) header, CancellationToken ct)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, address);
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
            Heard.Add(new Statement(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
            return ValueTask.FromResult(result);
        }
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

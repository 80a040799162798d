using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Identity.Sessions;

/// <summary>Hears <c>NOTIFY lyceum_sessions</c> from every node and drops what this process remembers. A lost connection empties the cache: what was missed is unknown.</summary>
internal sealed partial class SessionListener(NpgsqlDataSource database, SessionCache cache, TimeProvider clock, ILogger<SessionListener> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or IOException)
            {
                LogLost(log, e.GetType().Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            cache.Clear();
            await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notice) =>
        {
            if (Guid.TryParse(notice.Payload, out var person)) cache.Drop(person);
            else cache.Clear();
        };
        await using (var command = new NpgsqlCommand("LISTEN lyceum_sessions", connection)) await command.ExecuteNonQueryAsync(ct);
        cache.Clear();
        while (true) await connection.WaitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session signals lost ({Reason}); cached rights are dropped, listening again")]
    private static partial void LogLost(ILogger log, string reason);
}

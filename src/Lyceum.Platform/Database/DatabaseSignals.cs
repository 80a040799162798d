using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>
/// Hears NOTIFY for the whole process on one connection of its own. Signals are hints: a subscriber also looks by itself now and then,
/// and is called once after every reconnect, because what was said meanwhile is lost.
/// </summary>
internal sealed partial class DatabaseSignals(NpgsqlDataSource database, ILogger<DatabaseSignals> log) : BackgroundService
{
    public const string Jobs = "lyceum_jobs";
    public const string Mode = "lyceum_mode";
    public const string Settings = "lyceum_settings";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Action, bool>> _subscribers = new(StringComparer.Ordinal);

    /// <summary>Calls back, on the listening task and so briefly, whenever the channel is notified. Subscribe before the host starts or live with the next reconnect or poll.</summary>
    public IDisposable On(string channel, Action heard)
    {
        var list = _subscribers.GetOrAdd(channel, _ => new());
        list[heard] = true;
        return new Subscription(() => list.TryRemove(heard, out _));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(() => pause = TimeSpan.FromMilliseconds(100), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogLost(e.GetType().Name);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (pause < TimeSpan.FromSeconds(5)) pause *= 2;
            }
        }
    }

    private async Task Listen(Action connected, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, e) => Call(e.Channel);
        await using (var listen = new NpgsqlCommand($"LISTEN {Jobs}; LISTEN {Mode}; LISTEN {Settings}", connection)) await listen.ExecuteNonQueryAsync(ct);
        connected();
        foreach (var channel in _subscribers.Keys) Call(channel);
        while (true)
        {
            // A connection cut without a word (a firewall, a pulled cable) is found by asking when nothing was heard for a while.
            if (await connection.WaitAsync(Silence, ct)) continue;
            await using var ask = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 5 };
            await ask.ExecuteNonQueryAsync(ct);
        }
    }

    private void Call(string channel)
    {
        if (!_subscribers.TryGetValue(channel, out var list)) return;
        foreach (var heard in list.Keys) heard();
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening for signals was interrupted ({Reason}); polling goes on")]
    private partial void LogLost(string reason);
}

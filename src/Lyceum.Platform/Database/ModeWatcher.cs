using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Platform.Database;

/// <summary>Keeps <see cref="SystemMode"/> true: reads at start, when told (NOTIFY), and every five seconds; a mode whose time is over counts as normal.</summary>
internal sealed partial class ModeWatcher(NpgsqlDataSource database, SystemMode mode, DatabaseSignals signals, TimeProvider clock, ILogger<ModeWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _wake = new(0);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);   // before the first request: a read-only school must not accept writes for its first seconds
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.On(DatabaseSignals.Mode, () => _wake.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            await ((Task)_wake.WaitAsync(Poll, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await Look(stoppingToken);
        }
    }

    internal async Task Look(CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT mode, owner, reason, until FROM platform.mode");
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct)) return;
            var until = await reader.IsDBNullAsync(3, ct) ? (DateTimeOffset?)null : new DateTimeOffset(reader.GetDateTime(3), TimeSpan.Zero);
            var view = new ModeView(reader.GetString(0), await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1), await reader.IsDBNullAsync(2, ct) ? null : reader.GetString(2), until);
            var now = until <= clock.GetUtcNow() ? new ModeView("normal", null, null, null) : view;
            if (now.Mode != mode.Current.Mode) LogChanged(now.Mode);
            mode.Current = now;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnknown(e.GetType().Name);   // the last known mode stays: the database guards itself where it is really read-only
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The school's mode is now {Mode}")]
    private partial void LogChanged(string mode);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The school's mode could not be read ({Reason})")]
    private partial void LogUnknown(string reason);
}

using Lyceum.Platform.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lyceum.Platform.Settings;

/// <summary>Keeps <see cref="SchoolSettings"/> true on every node: reads at start, when told, and every half minute. A variable of the environment that holds nonsense stops the start.</summary>
internal sealed partial class SettingsWatcher(SchoolSettings settings, DatabaseSignals signals, ILogger<SettingsWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _wake = new(0);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Wrong().ToList() is { Count: > 0 } wrong) throw new InvalidOperationException(string.Join(' ', wrong));
        await Look(cancellationToken);   // before the first request: a short session must not be long for its first seconds
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.On(DatabaseSignals.Settings, () => _wake.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            await ((Task)_wake.WaitAsync(Poll, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await Look(stoppingToken);
        }
    }

    private async Task Look(CancellationToken ct)
    {
        try
        {
            await settings.Look(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnknown(e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The settings could not be read ({Reason}); what was known of them holds on")]
    private partial void LogUnknown(string reason);
}

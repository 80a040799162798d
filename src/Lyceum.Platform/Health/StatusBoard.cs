using Lyceum.Platform.Database;
using Npgsql;

namespace Lyceum.Platform.Health;

/// <summary>A part of the school, how it is, and when that was looked at.</summary>
public sealed record PartStatus(string Part, string TitleKey, PartState State, DateTimeOffset At);

/// <summary>The whole: the worst of its parts.</summary>
public sealed record SchoolStatus(PartState State, IReadOnlyList<PartStatus> Parts, DateTimeOffset At);

/// <summary>Looks at the parts of the school, at most every ten seconds however many ask: the page is open to strangers. Thread-safe.</summary>
public sealed class StatusBoard(House house, NpgsqlDataSource database, SystemMode mode, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _turn = new(1);
    private volatile SchoolStatus? _last;

    /// <summary>The state now, or up to ten seconds ago.</summary>
    public async Task<SchoolStatus> Read(CancellationToken ct)
    {
        if (_last is { } known && IsFresh(known)) return known;
        await _turn.WaitAsync(ct);
        try
        {
            return _last is { } other && IsFresh(other) ? other : _last = await Look();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private bool IsFresh(SchoolStatus status) => clock.GetUtcNow() - status.At is var age && age >= TimeSpan.Zero && age < Fresh;

    // Not cancelled with the reader: the next one wants the answer too.
    private async Task<SchoolStatus> Look()
    {
        var parts = await Task.WhenAll(house.Contributions.StatusChecks.Select(LookAt));
        return new SchoolStatus(parts.Max(p => p.State), parts, clock.GetUtcNow());
    }

    private async Task<PartStatus> LookAt(StatusCheck check)
    {
        using var patience = new CancellationTokenSource(Patience);
        PartState state;
        try
        {
            state = await check.Check(new StatusReading(database, mode.IsReadOnly, clock.GetUtcNow(), patience.Token)).WaitAsync(Patience);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException or IOException)
        {
            state = PartState.Down;
        }
        return new PartStatus(check.Name, check.TitleKey, state, clock.GetUtcNow());
    }
}

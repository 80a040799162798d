using System.Collections.Concurrent;

namespace Lyceum.Identity.Sessions;

/// <summary>
/// Who came with which token, for at most 30 seconds, in this process. A change of rights drops the person at once by NOTIFY;
/// the 30 seconds are what remains true when the signal is lost (A3 asks for 60).
/// </summary>
internal sealed class SessionCache(TimeProvider clock)
{
    private const int Most = 50_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _generation;

    private sealed record Entry(SignedIn Who, DateTimeOffset ReadAt);

    /// <summary>To be taken before reading: what was dropped meanwhile must not be put back.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public SignedIn? Find(string key)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        var now = clock.GetUtcNow();
        if (now - entry.ReadAt < Fresh && now < entry.Who.ExpiresAt && (entry.Who.Acting is not { } acting || now < acting.Until)) return entry.Who;
        _entries.TryRemove(key, out _);
        return null;
    }

    public void Keep(string key, SignedIn who, long generation)
    {
        if (_entries.Count >= Most) Clear();
        _entries[key] = new Entry(who, clock.GetUtcNow());
        if (Generation != generation) _entries.TryRemove(key, out _);
    }

    public void Drop(Guid personId)
    {
        Interlocked.Increment(ref _generation);
        foreach (var (key, entry) in _entries)
            if (entry.Who.Actor.PersonId == personId || entry.Who.Actor.ActingId == personId) _entries.TryRemove(key, out _);
    }

    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        _entries.Clear();
    }
}

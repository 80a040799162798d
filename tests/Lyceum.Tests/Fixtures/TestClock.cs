namespace Lyceum.Tests.Fixtures;

/// <summary>A clock that stands still until a test moves it; timers made from it (also <c>Task.Delay</c>) fire when it passes their time.</summary>
public sealed class TestClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private DateTimeOffset now;

    /// <summary>Starts at Monday 14 September 2026, 08:00 UTC, or where told.</summary>
    public TestClock(DateTimeOffset? start = null) => now = start ?? new DateTimeOffset(2026, 9, 14, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The instant it shows. Setting it back is allowed and fires nothing.</summary>
    public DateTimeOffset Now
    {
        get { lock (gate) return now; }
        set => MoveTo(value);
    }

    /// <summary>Moves it on; timers on the way fire in order, each at its own time.</summary>
    public void Advance(TimeSpan by) => MoveTo(Now + by);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private void MoveTo(DateTimeOffset target)
    {
        while (true)
        {
            Alarm? next;
            lock (gate)
            {
                next = alarms.Where(a => a.Due <= target).MinBy(a => a.Due);
                if (next is null)
                {
                    now = target;
                    return;
                }
                if (next.Due > now) now = next.Due;
                next.Rewind();
            }
            next.Ring();        // outside the lock: what it wakes may read the clock or make another timer
        }
    }

    private sealed class Alarm(TestClock clock, Action ring) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public Action Ring { get; } = ring;

        public void Rewind()
        {
            if (period > TimeSpan.Zero) Due += period;
            else clock.alarms.Remove(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            var atOnce = false;
            lock (clock.gate)
            {
                clock.alarms.Remove(this);
                period = newPeriod;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock.now + dueTime;
                atOnce = dueTime <= TimeSpan.Zero;
                if (!atOnce || newPeriod > TimeSpan.Zero) clock.alarms.Add(this);
                if (atOnce && newPeriod > TimeSpan.Zero) Due += newPeriod;
            }
            if (atOnce) Ring();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return ValueTask.CompletedTask;
        }
    }
}

namespace Lyceum.Platform.Jobs;

/// <summary>How this process works on jobs. <c>LYCEUM_WORKER=off</c> leaves the work to other processes, <c>LYCEUM_WORKER_CONCURRENCY</c> says how many at once.</summary>
public sealed class JobOptions
{
    /// <summary>Whether this process works at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Jobs at the same time in this process.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a silent worker keeps its job before another takes it.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the lease is renewed; a quarter of it, so that two lost beats do not lose the job.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Looking for work without having been called: the safety net under NOTIFY.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait before the second attempt; doubles with each, with a fifth of jitter, up to <see cref="LongestBackOff"/>.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan LongestBackOff { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long running jobs may go on when the process is told to stop; then they are cancelled and given back.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The wait after this many failed attempts.</summary>
    internal TimeSpan WaitAfter(int attempts)
    {
        var wait = TimeSpan.FromTicks((long)Math.Min(LongestBackOff.Ticks, BackOff.Ticks * Math.Pow(2, attempts - 1)));
        return wait * (0.8 + 0.4 * Random.Shared.NextDouble());
    }
}

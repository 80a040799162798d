using System.Diagnostics.Metrics;
using Lyceum.Platform.Telemetry;

namespace Lyceum.Platform.Jobs;

/// <summary>What the worker says about itself.</summary>
internal static class JobSignals
{
    public static readonly Histogram<double> Duration = Signals.Meter.CreateHistogram<double>("lyceum.jobs.duration", "s", "Time of one attempt at a job, by kind and outcome");

    private static (long Due, long Dead, double OldestWait) _queue;

    static JobSignals()
    {
        Signals.Meter.CreateObservableGauge("lyceum.jobs.due", () => Volatile.Read(ref _queue.Due), "{job}", "Jobs that are due and wait for a worker");
        Signals.Meter.CreateObservableGauge("lyceum.jobs.dead", () => Volatile.Read(ref _queue.Dead), "{job}", "Jobs that wait for a person");
        Signals.Meter.CreateObservableGauge("lyceum.jobs.oldest_wait", () => Volatile.Read(ref _queue.OldestWait), "s", "How long the oldest due job waits");
    }

    /// <summary>As the worker last saw the queue.</summary>
    public static (long Due, long Dead, double OldestWait) Queue
    {
        set
        {
            Volatile.Write(ref _queue.Due, value.Due);
            Volatile.Write(ref _queue.Dead, value.Dead);
            Volatile.Write(ref _queue.OldestWait, value.OldestWait);
        }
    }
}

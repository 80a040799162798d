using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lyceum.Platform.Telemetry;

/// <summary>The instruments of Platform (OpenTelemetry naming: dotted, units in UCUM).</summary>
public static class Signals
{
    /// <summary>Spans of the door, jobs and mail.</summary>
    public static readonly ActivitySource Source = new("Lyceum.Platform");

    /// <summary>Counters and histograms of Platform.</summary>
    public static readonly Meter Meter = new("Lyceum.Platform");

    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>("lyceum.door.retries", "{retry}", "Transactions tried again after a serialization failure or deadlock");
}

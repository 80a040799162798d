using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Lyceum.Platform.Telemetry;

/// <summary>
/// Collects what the meters of house, web server, runtime and database driver say, and writes it in Prometheus' text format (0.0.4).
/// Names are OpenTelemetry's, turned as its Prometheus rules say: dots to underscores, unit as suffix, <c>_total</c> on counters.
/// </summary>
public sealed class Metrics : IDisposable
{
    /// <summary>Series of one instrument are cut here: a label that grows without end must not eat the memory.</summary>
    private const int MostSeries = 2_000;

    private static readonly double[] Seconds = [.005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10, 30];
    private static readonly double[] Counts = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    private readonly ConcurrentDictionary<Instrument, Family> _families = new();
    /// <summary>Names come from code, never from a request, so there are few.</summary>
    private static readonly ConcurrentDictionary<string, string> SafeNames = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen.</summary>
    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!Wanted(instrument.Meter.Name)) return;
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, i => new Family(i)));
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => ((Family)family!).Add((double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything as of now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var same in _families.Values.GroupBy(f => f.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var series = same.SelectMany(f => f.All()).ToList();
            if (series.Count == 0) continue;
            var first = same.First();
            text.Append("# HELP ").Append(first.Name).Append(' ').Append(first.Help).Append('\n').Append("# TYPE ").Append(first.Name).Append(' ').Append(first.Type).Append('\n');
            // One process may have two pools or meters of one name; Prometheus refuses a series that stands twice.
            foreach (var (labels, lines) in series.DistinctBy(s => s.Labels)) lines.Write(text, first.Name, labels);
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Not what ASP.NET Core says of single components: it measures each one of a page, which took a fifth of a page's time, and nobody runs a school by it.</summary>
    internal static bool Wanted(string meter) =>
        meter is "System.Runtime" or "Npgsql" || meter.StartsWith("Lyceum.", StringComparison.Ordinal)
        || (meter.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && !meter.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal));

    private sealed class Family(Instrument instrument)
    {
        private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
        private readonly bool _histogram = IsA(instrument, typeof(Histogram<>));
        private readonly bool _counter = IsA(instrument, typeof(Counter<>)) || IsA(instrument, typeof(ObservableCounter<>));
        private readonly bool _adds = IsA(instrument, typeof(Counter<>)) || IsA(instrument, typeof(UpDownCounter<>));

        public string Name => NameOf(instrument.Name, instrument.Unit, _counter);
        public string Type => _histogram ? "histogram" : _counter ? "counter" : "gauge";
        public string Help => (instrument.Description ?? instrument.Name).ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal);

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = LabelsOf(tags);
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count >= MostSeries) return;
                series = _series.GetOrAdd(labels, _ => _histogram ? new Buckets(instrument.Unit == "s" ? Seconds : Counts) : new Number());
            }
            series.Add(value, _adds);
        }

        public IEnumerable<(string Labels, Series Series)> All() => _series.Select(s => (s.Key, s.Value));

        private static bool IsA(Instrument instrument, Type kind) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == kind;
    }

    private abstract class Series
    {
        public abstract void Add(double value, bool adds);
        public abstract void Write(StringBuilder text, string name, string labels);
    }

    private sealed class Number : Series
    {
        private readonly Lock _lock = new();
        private double _value;

        public override void Add(double value, bool adds)
        {
            lock (_lock) _value = adds ? _value + value : value;
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            double value;
            lock (_lock) value = _value;
            Line(text, name, labels, value);
        }
    }

    private sealed class Buckets(double[] bounds) : Series
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[bounds.Length + 1];
        private double _sum;

        public override void Add(double value, bool adds)
        {
            var at = Array.BinarySearch(bounds, value);
            lock (_lock)
            {
                _counts[at < 0 ? ~at : at]++;
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                var total = 0L;
                for (var i = 0; i <= bounds.Length; i++)
                {
                    total += _counts[i];
                    var le = i == bounds.Length ? "+Inf" : bounds[i].ToString(CultureInfo.InvariantCulture);
                    Line(text, name + "_bucket", labels.Length == 0 ? $"le=\"{le}\"" : $"{labels},le=\"{le}\"", total);
                }
                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, total);
            }
        }
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    internal static string NameOf(string name, string? unit, bool counter)
    {
        var text = Safe(name);
        var suffix = unit switch { "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", "%" => "percent", null or "" or "1" => "", _ when unit.StartsWith('{') => "", _ => Safe(unit) };
        if (suffix.Length > 0 && !text.EndsWith("_" + suffix, StringComparison.Ordinal)) text += "_" + suffix;
        return counter && !text.EndsWith("_total", StringComparison.Ordinal) ? text + "_total" : text;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return string.Join(',', sorted.Select(t => $"{Safe(t.Key)}=\"{Escape(Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? "")}\""));
    }

    private static string Safe(string name) => SafeNames.GetOrAdd(name, n => string.Concat(n.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_')));

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

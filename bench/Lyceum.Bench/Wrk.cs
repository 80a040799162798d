using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lyceum.Bench;

/// <summary>What one run of the load client saw.</summary>
/// <param name="PerSecond">Answered requests a second.</param>
/// <param name="P50">Half were answered within so many milliseconds.</param>
/// <param name="P99">Of a hundred, ninety-nine were.</param>
/// <param name="Wrong">Answers that were not 2xx, and sockets that broke.</param>
internal sealed record Load(double PerSecond, double P50, double P99, long Wrong)
{
    public static Load Median(IReadOnlyList<Load> loads) => loads.OrderBy(l => l.PerSecond).ElementAt(loads.Count / 2) with { Wrong = loads.Sum(l => l.Wrong) };
}

/// <summary>The load client: <c>wrk</c>, four connections, one thread.</summary>
internal static partial class Wrk
{
    public const int Connections = 4;

    public static void Need()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(':').Any(folder => File.Exists(Path.Combine(folder, "wrk")))) throw new BenchStop("wrk is not installed: apt-get install wrk");
    }

    public static async Task<Load> Run(Uri address, double seconds, IEnumerable<(string Name, string Value)> headers, string? script, CancellationToken ct)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = ["-t1", $"-c{Connections}", string.Create(CultureInfo.InvariantCulture, $"-d{Math.Max(1, seconds):0}s"), "--latency"];
        foreach (var word in words) start.ArgumentList.Add(word);
        foreach (var (name, value) in headers)
        {
            start.ArgumentList.Add("-H");
            start.ArgumentList.Add($"{name}: {value}");
        }
        if (script is not null)
        {
            start.ArgumentList.Add("-s");
            start.ArgumentList.Add(script);
        }
        start.ArgumentList.Add(address.ToString());
        using var process = Process.Start(start) ?? throw new BenchStop("wrk did not start");
        var said = await process.StandardOutput.ReadToEndAsync(ct);
        var complained = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? Read(said) : throw new BenchStop($"wrk ended with {process.ExitCode}: {said}{complained}");
    }

    internal static Load Read(string said)
    {
        double Milliseconds(string percent)
        {
            var found = Latency().Matches(said).First(m => m.Groups[1].Value == percent);
            var number = Number(found.Groups[2].Value);
            return found.Groups[3].Value switch { "us" => number / 1000, "ms" => number, "s" => number * 1000, _ => number * 60_000 };
        }
        var wrong = Number(NotGood().Match(said) is { Success: true } bad ? bad.Groups[1].Value : "0");
        if (Sockets().Match(said) is { Success: true } sockets) wrong += Enumerable.Range(1, 4).Sum(i => Number(sockets.Groups[i].Value));
        return new Load(Number(Rate().Match(said).Groups[1].Value), Milliseconds("50"), Milliseconds("99"), (long)wrong);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)", RegexOptions.None, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"^\s+(\d+)%\s+([\d.]+)(us|ms|s|m)\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Latency();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)", RegexOptions.None, 1000)]
    private static partial Regex NotGood();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", RegexOptions.None, 1000)]
    private static partial Regex Sockets();
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lyceum.Bench;

/// <summary>The machine measured on.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGiB, string System, double LoadBefore);

/// <summary>One run with all a reader needs to judge it; stored as JSON and as a line of <c>bench/results/README.md</c>.</summary>
internal sealed record Report(DateTimeOffset At, string Commit, Machine Machine, string Method, string Content, string? Note, IReadOnlyList<Measure> Measures)
{
    private static readonly string[] Head = ["scenario", "product", "floor", "ratio", "p50", "p99", "statements", "bytes", "target", "", ""];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<Report> Of(IReadOnlyList<Measure> measures, string content, Options options, CancellationToken ct)
    {
        var dirty = (await Git(ct, "status", "--porcelain", "--", "src", "bench/Lyceum.Bench")).Length > 0;
        var commit = await Git(ct, "rev-parse", "--short", "HEAD") + (dirty ? " + changes" : "");
        var method = $"wrk -t1 -c{Wrk.Connections}, {options.Seconds} s after {options.WarmUp} s of warm-up (before the first until the rate rose no more), {options.Rounds} rounds product/floor by turns, median; client, server and PostgreSQL on one machine";
        return new Report(TimeProvider.System.GetUtcNow(), commit, ThisMachine(), method, content, options.Note, measures);
    }

    public string Table()
    {
        List<IReadOnlyList<string>> rows = [Head, .. Measures.Select(m => m.Cells())];
        var widths = Enumerable.Range(0, Head.Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        var text = new StringBuilder().AppendLine();
        foreach (var row in rows) text.AppendLine(string.Join("  ", row.Select((cell, i) => i is 0 or 8 or 9 or 10 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        return text.AppendLine().Append(Method).AppendLine().Append(CultureInfo.InvariantCulture, $"{Machine.Processor}, {Machine.Cores} cores, {Machine.MemoryGiB:0} GiB, load {Machine.LoadBefore:0.0}; {Content}; commit {Commit}").ToString();
    }

    public async Task Store(CancellationToken ct)
    {
        var folder = Path.Combine(Server.Home, "bench", "results");
        var name = string.Create(CultureInfo.InvariantCulture, $"{At:yyyyMMdd-HHmm}.json");
        await File.WriteAllTextAsync(Path.Combine(folder, name), JsonSerializer.Serialize(this, Json) + "\n", ct);
        var said = string.Join("; ", Measures.Where(m => m.Verdict != Verdict.Skip).Select(m =>
            string.Join(' ', m.Cells() is var c ? (string[])[c[0], c[1], c[3].Length > 0 ? $"({c[3]})" : "", m.Verdict == Verdict.Fail ? "**FAIL**" : ""] : []).TrimEnd().Replace("  ", " ", StringComparison.Ordinal)));
        var skipped = string.Join(", ", Measures.Where(m => m.Verdict == Verdict.Skip).Select(m => m.Scenario));
        await File.AppendAllTextAsync(Path.Combine(folder, "README.md"), string.Create(CultureInfo.InvariantCulture,
            $"| {At:yyyy-MM-dd HH:mm} | {Commit} | {Machine.Processor}, {Machine.Cores} cores, {Machine.MemoryGiB:0} GiB, load {Machine.LoadBefore:0.0} | {Method} | {said}{(skipped.Length > 0 ? $"; skipped: {skipped}" : "")} | {Note} | [{name}]({name}) |\n"), ct);
    }

    private static Machine ThisMachine()
    {
        static string Field(string file, string name) => File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
        var memory = double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024;
        var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        return new Machine(Field("/proc/cpuinfo", "model name"), Environment.ProcessorCount, memory, Environment.OSVersion.VersionString, load);
    }

    private static async Task<string> Git(CancellationToken ct, params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Server.Home, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true });
        if (git is null) return "unknown";
        var said = await git.StandardOutput.ReadToEndAsync(ct);
        await git.WaitForExitAsync(ct);
        return git.ExitCode == 0 ? said.Trim() : "unknown";
    }
}

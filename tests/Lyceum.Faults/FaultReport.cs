using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lyceum.Tests.Faults;
using Lyceum.Tests.HouseRules;

namespace Lyceum.Faults;

/// <summary>A run with all a reader needs to judge it; stored as JSON and as a line of <c>results/README.md</c>.</summary>
internal sealed record FaultReport(DateTimeOffset At, string Commit, string Machine, int Seed, int Writers, int MailsSent, int MailsTwice, IReadOnlyList<RoundResult> Rounds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(Source.Root, "tests/Lyceum.Faults/results");

    public static async Task<FaultReport> Of(int seed, int writers, IReadOnlyCollection<string> mails, IReadOnlyList<RoundResult> rounds, CancellationToken ct)
    {
        var dirty = (await Git(ct, "status", "--porcelain", "--", "src", "tests/Lyceum.Tests/Faults", "tests/Lyceum.Faults/*.cs")).Length > 0;
        var commit = await Git(ct, "rev-parse", "--short", "HEAD") + (dirty ? " + changes" : "");
        return new FaultReport(TimeProvider.System.GetUtcNow(), commit, ThisMachine(), seed, writers, mails.Count, mails.Count - mails.Distinct(StringComparer.Ordinal).Count(), rounds);
    }

    public async Task<string> Store(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{At:yyyyMMdd-HHmm}.json");
        await File.WriteAllTextAsync(Path.Combine(Folder, name), JsonSerializer.Serialize(this, Json) + "\n", ct);
        var line = string.Create(CultureInfo.InvariantCulture,
            $"| {At:yyyy-MM-dd HH:mm} | {Commit} | {Machine} | {Seed} | {Rounds.Count} ({Rounds.Count(r => r.Victim == Victim.Database)}) | {Rounds.Sum(r => r.Ok)} ({Rounds.Min(r => r.KilledAfter)}) | {Rounds.Sum(r => r.Fail)} | {Rounds.Sum(r => r.Unknown)} ({Rounds.Sum(r => r.Landed)}) | {Rounds.Max(r => r.ReadySeconds):0.0} s | {Rounds.Sum(r => r.JobsCutOff)} | {Rounds.Sum(r => r.Wrong.Count)} | [{name}]({name}) |\n");
        await File.AppendAllTextAsync(Path.Combine(Folder, "README.md"), line, ct);
        return line;
    }

    private static string ThisMachine()
    {
        static string Field(string file, string name) => File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
        var memory = double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024;
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return string.Create(CultureInfo.InvariantCulture, $"{Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores, {memory:0} GiB, load {load}");
    }

    private static async Task<string> Git(CancellationToken ct, params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Source.Root, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true });
        if (git is null) return "unknown";
        var said = await git.StandardOutput.ReadToEndAsync(ct);
        await git.WaitForExitAsync(ct);
        return git.ExitCode == 0 ? said.Trim() : "unknown";
    }
}

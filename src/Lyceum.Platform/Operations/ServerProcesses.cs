using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lyceum.Platform.Database;

namespace Lyceum.Platform.Operations;

/// <summary>Servers as processes: started in the background, announced, ended.</summary>
internal static class ServerProcesses
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(45);

    /// <summary>Leaves the announcement where the one who started the server in the background finds it.</summary>
    public static void Announce(ClusterPaths paths, OperationOutcome outcome) =>
        File.WriteAllText(AnnouncementOf(paths, Environment.ProcessId), JsonSerializer.Serialize(new Announcement(outcome.Summary, outcome.Details, outcome.Next)));

    /// <summary>Starts <c>lyceum up</c> as a process of its own session and returns when it answers 200 at <c>/readyz</c>.</summary>
    public static async Task<OperationOutcome> Detach(OperationRun run, int port)
    {
        var paths = run.Installation.Paths;
        var log = Path.Combine(paths.Logs, "up.log");
        using var child = Start(run, port, log);
        var announcement = AnnouncementOf(paths, child.Id);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
        var until = run.Clock.GetUtcNow() + StartPatience;
        try
        {
            while (run.Clock.GetUtcNow() < until)
            {
                if (child.HasExited) return Died(child, log);
                if (File.Exists(announcement) && await IsReady(client, port, run.Ct))
                {
                    var said = JsonSerializer.Deserialize<Announcement>(await File.ReadAllTextAsync(announcement, run.Ct))!;
                    return OperationOutcome.Ok(said.Summary, "open the address; lyceum down stops it") with
                    {
                        Details = said.Details,
                        More = [$"process {child.Id}, output in {log}"],
                        Data = new { address = $"http://localhost:{port}", pid = child.Id, log, lines = said.Details },
                    };
                }
                await Task.Delay(50, run.Ct);
            }
            return OperationOutcome.Fail("ops.up.not-ready", $"the server (process {child.Id}) was not ready after {StartPatience.TotalSeconds:0} s; it is still running", "lyceum down", ExitCodes.TimedOut) with { Details = Tail(log) };
        }
        catch (OperationCanceledException)
        {
            SystemProcess.Terminate(child.Id);
            throw;
        }
        finally
        {
            File.Delete(announcement);
        }
    }

    /// <summary>Ends the recorded processes, then the private cluster.</summary>
    public static async Task<OperationOutcome> Down(OperationRun run)
    {
        var paths = run.Installation.Paths;
        var ended = new List<string>();
        foreach (var record in ProcessRecord.Living(paths))
        {
            run.Progress($"stopping {record.Verb} (process {record.Pid})");
            SystemProcess.Terminate(record.Pid);
            var until = run.Clock.GetUtcNow() + DrainPatience;
            while (record.Alive && run.Clock.GetUtcNow() < until) await Task.Delay(50, run.Ct);
            if (record.Alive)
                return OperationOutcome.Fail("ops.down.still-running", $"{record.Verb} (process {record.Pid}) is still finishing its work after {DrainPatience.TotalSeconds:0} s",
                    $"kill -9 {record.Pid} if it must end now; then lyceum down", ExitCodes.TimedOut);
            ended.Add(string.Create(CultureInfo.InvariantCulture, $"{record.Verb} (process {record.Pid})"));
        }
        // A server that owns the cluster has stopped it on its way out; what is left is a cluster whose server was killed.
        if (run.Installation.HasPrivateCluster && await PrivateCluster.Stop(paths, run.Ct)) ended.Add("PostgreSQL");
        return ended.Count == 0 ? OperationOutcome.Skip("nothing was running", "lyceum up") : OperationOutcome.Ok($"stopped {string.Join(", ", ended)}", "lyceum up");
    }

    private static Process Start(OperationRun run, int port, string log)
    {
        // The shell is replaced by setsid and that by ourselves, so the id stays; the new session keeps Ctrl-C and a closed terminal away.
        // Not "/" as its folder: a host that watches its working directory for changed settings would walk the whole machine first.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = run.Installation.Paths.Run };
        string[] words = ["-c", "log=$1; shift; exec setsid \"$@\" >\"$log\" 2>&1 </dev/null", "lyceum", log, .. Self(), "up", "--data", run.Installation.Paths.Data, "--port", port.ToString(CultureInfo.InvariantCulture)];
        foreach (var word in words) start.ArgumentList.Add(word);
        if (run.Flag("demo")) start.ArgumentList.Add("--demo");
        if (run.Number("students") is { } students) start.ArgumentList.Add($"--students={students.ToString(CultureInfo.InvariantCulture)}");
        start.Environment["LYCEUM_HOME"] = run.Installation.Paths.Home;
        return Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
    }

    private static IEnumerable<string> Self()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        // Started as "dotnet lyceum.dll", the program is dotnet.
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }

    private static async Task<bool> IsReady(HttpClient client, int port, CancellationToken ct)
    {
        try
        {
            // By number with the name in the header: looking "localhost" up costs seconds where the resolver asks a network that is not there.
            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/readyz")) { Headers = { Host = $"localhost:{port}" } };
            using var answer = await client.SendAsync(question, ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    private static OperationOutcome Died(Process child, string log) =>
        OperationOutcome.Fail("ops.up.died", $"the server ended with exit code {child.ExitCode} before it was ready", $"read {log}", child.ExitCode is 0 or > 10 ? ExitCodes.Failed : child.ExitCode) with { Details = Tail(log) };

    private static IReadOnlyList<string> Tail(string log) => File.Exists(log) ? [.. File.ReadLines(log).TakeLast(15)] : [];

    private static string AnnouncementOf(ClusterPaths paths, int pid) => Path.Combine(paths.Run, $"announced-{pid}.json");

    private sealed record Announcement(string Summary, IReadOnlyList<string> Details, string? Next);
}

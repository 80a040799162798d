using System.Globalization;
using Lyceum.Platform.Database;

namespace Lyceum.Platform.Operations;

/// <summary><c>lyceum up|down|serve|worker</c>.</summary>
internal static class ServerOperations
{
    private static readonly OperationInput PortInput = new("port", $"Port of the school: LYCEUM_PORT, or {Installation.DefaultPort}, unless told; untrusted content is served on the next") { Kind = InputKind.Number };

    public static void Contribute(Contributions add)
    {
        add.Operation(new Operation
        {
            Id = "up",
            Title = "Start the school: database, migrations, server, worker",
            Risk = Risk.Write,
            Requirements = ["HR-01", "DP-09"],
            Undo = "lyceum down",
            RunsUntilStopped = true,
            Inputs =
            [
                PortInput,
                new("demo", "Fill it with the demo school; refused where real people are") { Kind = InputKind.Flag },
                new("students", "With --demo: how many learners, 200 unless told; 50000 take a minute") { Kind = InputKind.Number },
                new("detach", "Return when it is ready") { Kind = InputKind.Flag },
            ],
            Body = Up,
        });
        add.Operation(new Operation { Id = "down", Title = "Stop what was started here, then the private database", Risk = Risk.Disruptive, Undo = "lyceum up", Body = ServerProcesses.Down });
        add.Operation(new Operation
        {
            Id = "serve",
            Title = "Run a server and worker on a migrated database",
            Risk = Risk.Write,
            RunsUntilStopped = true,
            Inputs = [PortInput, new("no-jobs", "Leave the jobs to lyceum worker") { Kind = InputKind.Flag }],
            Body = run => Host(run, "serve", web: true, jobs: !run.Flag("no-jobs")),
        });
        add.Operation(new Operation { Id = "worker", Title = "Work off the job queue, without a server", Risk = Risk.Write, RunsUntilStopped = true, Body = run => Host(run, "worker", web: false, jobs: true) });
    }

    private static async Task<OperationOutcome> Up(OperationRun run)
    {
        if (run.Number("students") is { } students && (!run.Flag("demo") || students is < 200 or > 200_000))
            return OperationOutcome.Fail("ops.demo.students", "--students takes 200 to 200000 and goes with --demo", "lyceum up --demo --students 5000", ExitCodes.Usage);
        var paths = run.Installation.Paths;
        FileTurn turn;
        try
        {
            // Held as long as the server lives: the second of two starts finds it taken, whoever was faster with the ports.
            turn = await FileTurn.Take(Path.Combine(paths.Run, "up.lock"), TimeSpan.Zero, run.Ct);
        }
        catch (ClusterRefusal)
        {
            return AlreadyUp(run, ProcessRecord.Living(paths).FirstOrDefault(r => r.Verb == "up"));
        }
        if (run.Flag("detach"))
        {
            turn.Dispose();     // the child takes it
            return Ports.Refusal(PortOf(run), "up") ?? await ServerProcesses.Detach(run, PortOf(run));
        }
        using (turn)
        {
            if (Ports.Refusal(PortOf(run), "up") is { } busy) return busy;
            var connections = await run.Step("database", () => run.Database(stopWhenLast: true));
            if (run.Installation.HasPrivateCluster)
                await run.Step("migrate", () => new Migrator(run.House, connections).Up(run.Ct, run.Progress));
            await using var watch = ClusterWatch.Over(run);
            return await Host(run, "up", web: true, jobs: true);
        }
    }

    private static async Task<OperationOutcome> Host(OperationRun run, string verb, bool web, bool jobs)
    {
        var port = PortOf(run);
        if (web && Ports.Refusal(port, verb) is { } busy) return busy;
        var connections = await run.Database();
        var pending = await new Migrator(run.House, connections).Plan(run.Ct);
        if (pending.Count > 0)
            return OperationOutcome.Fail("ops.migrate.pending", $"the database is {pending.Count} migration(s) behind, the first is {pending[0].Id}", "lyceum migrate up", ExitCodes.Precondition);

        var paths = run.Installation.Paths;
        var record = ProcessRecord.Write(paths, verb, web ? port : 0);
        try
        {
            await run.Step("serve", () => run.Executable.Host(new HostRun
            {
                Installation = run.Installation,
                Connections = connections,
                Port = port,
                Web = web,
                Jobs = jobs,
                Demo = run.Flag("demo"),
                Students = run.Number("students"),
                Ct = run.Ct,
                Ready = lines => Announce(run, verb, web ? port : 0, lines),
            }));
        }
        finally
        {
            record.Remove(paths);
        }
        return OperationOutcome.Ok("stopped", $"lyceum {verb}");
    }

    private static void Announce(OperationRun run, string verb, int port, IReadOnlyList<string> lines)
    {
        var outcome = port == 0
            ? OperationOutcome.Ok("Lyceum is working off its jobs", "Ctrl-C stops it") with { Details = lines }
            : OperationOutcome.Ok($"Lyceum is running at http://localhost:{port}", verb == "up" ? "open the address; lyceum down (or Ctrl-C here) stops it" : "open the address; Ctrl-C stops it") with
            {
                Details = [.. lines, $"content  http://127.0.0.1:{port + 1}", $"data     {run.Installation.Paths.Data}"],
                Data = new { address = $"http://localhost:{port}", content = $"http://127.0.0.1:{port + 1}", data = run.Installation.Paths.Data, lines },
            };
        ServerProcesses.Announce(run.Installation.Paths, outcome);
        run.Report.Write(outcome, run.Operation.Id, run.Id);
    }

    private static OperationOutcome AlreadyUp(OperationRun run, ProcessRecord? running)
    {
        var asked = run.Number("port");
        if (running is null) return OperationOutcome.Fail("ops.up.starting", "another lyceum up is starting this school", "lyceum up", ExitCodes.Precondition);
        if (asked is not null && asked != running.Port)
            return OperationOutcome.Fail("ops.up.elsewhere", $"this school is already running at http://localhost:{running.Port}", "lyceum down", ExitCodes.Precondition);
        return OperationOutcome.Ok(string.Create(CultureInfo.InvariantCulture, $"Lyceum is already running at http://localhost:{running.Port} (process {running.Pid})"), "lyceum down") with
        {
            Data = new { address = $"http://localhost:{running.Port}", pid = running.Pid },
        };
    }

    private static int PortOf(OperationRun run) => run.Number("port") ?? Installation.PortWhenNotTold;
}

using System.Globalization;
using Lyceum.Platform.Operations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Platform.Files;

/// <summary><c>lyceum files status|move</c>.</summary>
internal static class FileOperations
{
    public static void Contribute(Contributions add)
    {
        add.Operation(new Operation { Id = "files.status", Title = "Show where files are kept and what is proved to be there", Risk = Risk.Read, Body = Status });
        add.Operation(new Operation
        {
            Id = "files.move",
            Title = "Copy all files to a place and prove them there; what was proved before is passed over",
            Risk = Risk.Write,
            Undo = "lyceum files move to the other place; nothing is taken away from where it was",
            Inputs = [new("to", "disk or s3") { Required = true }],
            Body = Move,
        });
    }

    private static async Task<OperationOutcome> Status(OperationRun run)
    {
        var services = await run.Services();
        var state = (await MovingContent.Read(services.GetRequiredService<FileStore>(), services.GetRequiredService<NpgsqlDataSource>(), run.Ct)).Value;
        var failed = state.Places.Any(p => p.Failed > 0);
        return new OperationOutcome(failed ? Verdict.Warn : Verdict.Ok, $"new files go to {state.First}; {Words(state.Content)}, {Size(state.Bytes)}")
        {
            Details = [.. state.Places.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}: {p.Proved} proved to be there, {p.Failed} could not be brought ({p.Address})"))],
            Next = failed ? $"lyceum files move --to {state.Places.First(p => p.Failed > 0).Name}" : "lyceum config validate",
            Data = state,
        };
    }

    private static async Task<OperationOutcome> Move(OperationRun run)
    {
        var to = run.Text("to");
        if (to is not ("disk" or "s3")) return OperationOutcome.Fail("ops.files.usage", "--to takes disk or s3", "lyceum help files move", ExitCodes.Usage);
        var services = await run.Services();
        var places = services.GetRequiredService<ContentPlaces>();
        if (places.Named(to) is not { } target)
            return OperationOutcome.Fail("ops.files.no-bucket", "no bucket is configured: set LYCEUM_S3_ENDPOINT, LYCEUM_S3_BUCKET and the keys", "lyceum config validate", ExitCodes.Precondition);

        var move = MovingContent.Make(services);
        var again = $"lyceum files move --to {to}";
        try
        {
            if (!await run.Step("move", () => move.Run(target, c => run.Progress(string.Create(CultureInfo.InvariantCulture, $"{c.Done} of {c.Total}")), run.Ct)))
                return OperationOutcome.Fail("ops.files.busy", "another move is going on", again, ExitCodes.Precondition);
        }
        catch (OperationCanceledException) when (run.Ct.IsCancellationRequested)
        {
            return End(OperationOutcome.Fail("ops.files.stopped", $"stopped: {Words(move.Count)}; what was proved is not copied again", again, ExitCodes.Interrupted));
        }
        catch (ContentAwayException e)
        {
            return End(OperationOutcome.Fail("ops.files.away", $"{e.Message}: {Words(move.Count)}", again, ExitCodes.Unreachable));
        }
        if (move.Count.Failed > 0) return End(OperationOutcome.Fail("ops.files.incomplete", Words(move.Count), "lyceum files status", ExitCodes.Unverified));
        return End(OperationOutcome.Ok(Words(move.Count), places.First == target ? "lyceum files status" : $"LYCEUM_FILES={to} lyceum up"));

        OperationOutcome End(OperationOutcome outcome) => outcome with { Data = move.Count };
    }

    private static string Words(MoveCount c) => string.Create(CultureInfo.InvariantCulture, $"{c.Moved} moved ({Size(c.Bytes)}), {c.Skipped} were there, {c.Failed} failed, of {c.Total}");

    private static string Words(long content) => content == 1 ? "1 piece of content" : string.Create(CultureInfo.InvariantCulture, $"{content} pieces of content");

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}

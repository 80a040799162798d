using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lyceum.Platform.Database;

namespace Lyceum.Platform.Operations;

/// <summary><c>lyceum migrate status|plan|up|down</c>.</summary>
internal static class MigrateOperations
{
    private const int ScreenLines = 18;

    public static void Contribute(Contributions add)
    {
        add.Operation(new Operation { Id = "migrate.status", Title = "Show which migrations are applied", Risk = Risk.Read, Requirements = ["DP-09"], Body = Status });
        add.Operation(new Operation { Id = "migrate.plan", Title = "Show what migrate up would do", Risk = Risk.Read, Requirements = ["DP-09"], Body = Plan });
        add.Operation(new Operation
        {
            Id = "migrate.up",
            Title = "Apply the pending migrations",
            Risk = Risk.Write,
            Requirements = ["DP-09"],
            Undo = "lyceum migrate down",
            Inputs = [new("plan-hash", "Apply exactly the plan with this hash, or nothing")],
            Body = Up,
        });
        add.Operation(new Operation
        {
            Id = "migrate.down",
            Title = "Take migrations back, newest first; data in what they made is lost",
            Risk = Risk.Destructive,
            Requirements = ["DP-09"],
            Undo = "lyceum migrate up, without the data",
            Inputs = [new("count", "How many; 1 unless told") { Kind = InputKind.Number }, new("to", "Keep this one (module/0010_name) and what was applied before it")],
            Body = Down,
        });
    }

    /// <summary>A short hash that changes whenever the plan does.</summary>
    internal static string HashOf(IReadOnlyList<MigrationFile> plan) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', plan.Select(f => $"{f.Id} {f.Sha256}")))))[..12];

    private static async Task<OperationOutcome> Status(OperationRun run)
    {
        var all = await new Migrator(run.House, await run.Database()).Status(run.Ct);
        var (applied, pending) = (all.Where(s => s.AppliedAt is not null).ToList(), all.Where(s => s.AppliedAt is null).ToList());
        var drifted = all.Where(s => s.Drifted).Select(s => $"changed after it was applied: {s.Id}").ToList();
        var unknown = all.Where(s => !s.Known).Select(s => $"not part of this version: {s.Id}");
        List<string> details = [.. drifted, .. unknown, .. pending.Select(s => $"pending: {s.Id}")];
        if (applied.Count > 0) details.Add(string.Create(CultureInfo.InvariantCulture, $"last applied: {applied[^1].Id} at {applied[^1].AppliedAt:yyyy-MM-dd HH:mm:ss} UTC"));
        var outcome = drifted.Count > 0
            ? OperationOutcome.Fail(MigrationRefusal.Drift, $"{drifted.Count} of {applied.Count} applied migrations have been changed since", "put the old text back and write a new file", ExitCodes.Precondition)
            : pending.Count > 0 ? OperationOutcome.Warn($"{Count(applied.Count)} applied, {pending.Count} pending", "lyceum migrate plan")
            : OperationOutcome.Ok($"{Count(applied.Count)} applied, none pending", "lyceum up");
        return outcome with { Details = Shorten(details), More = [.. all.Select(s => $"{s.Id}  {(s.AppliedAt is { } at ? at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) : "pending")}")], Data = all };
    }

    private static async Task<OperationOutcome> Plan(OperationRun run)
    {
        var plan = await new Migrator(run.House, await run.Database()).Plan(run.Ct);
        if (plan.Count == 0) return OperationOutcome.Skip("nothing is pending") with { Data = new { hash = HashOf(plan), files = Array.Empty<string>() } };
        return OperationOutcome.Ok($"{Count(plan.Count)} to apply, plan {HashOf(plan)}", $"lyceum migrate up --plan-hash {HashOf(plan)}") with
        {
            Details = Shorten([.. plan.Select(f => f.OutsideTransaction ? $"{f.Id} (outside a transaction)" : f.Id)]),
            Data = new { hash = HashOf(plan), files = plan.Select(f => f.Id) },
        };
    }

    private static async Task<OperationOutcome> Up(OperationRun run)
    {
        var migrator = new Migrator(run.House, await run.Database());
        if (run.Text("plan-hash") is { } hash && HashOf(await migrator.Plan(run.Ct)) is var now && now != hash)
            return OperationOutcome.Fail("ops.migrate.plan-changed", $"the plan is {now} now, not {hash}: nothing was applied", "lyceum migrate plan", ExitCodes.Precondition);
        var applied = await run.Step("apply", () => migrator.Up(run.Ct, run.Progress));
        return applied.Count == 0
            ? OperationOutcome.Skip("nothing was pending", "lyceum up")
            : OperationOutcome.Ok($"{Count(applied.Count)} applied", "lyceum up") with { Details = Shorten([.. applied.Select(f => f.Id)]), Data = applied.Select(f => f.Id) };
    }

    private static async Task<OperationOutcome> Down(OperationRun run)
    {
        if (run.Number("count") is not null && run.Text("to") is not null) return OperationOutcome.Fail("ops.usage", "either --count or --to", "lyceum help migrate down", ExitCodes.Usage);
        var migrator = new Migrator(run.House, await run.Database());
        var back = await run.Step("take back", () => run.Text("to") is { } id
            ? migrator.Down(id, run.Ct, run.Progress)
            : migrator.Down(run.Number("count") ?? 1, run.Ct, run.Progress));
        return back.Count == 0
            ? OperationOutcome.Skip("nothing was applied", "lyceum migrate status")
            : OperationOutcome.Ok($"{Count(back.Count)} taken back", "lyceum migrate status") with { Details = Shorten(back), Data = back };
    }

    private static string Count(int number) => number == 1 ? "1 migration" : string.Create(CultureInfo.InvariantCulture, $"{number} migrations");

    private static IReadOnlyList<string> Shorten(IReadOnlyList<string> lines) =>
        lines.Count <= ScreenLines ? lines : [.. lines.Take(ScreenLines - 1), $"and {lines.Count - ScreenLines + 1} more (--verbose, --json)"];
}

namespace Lyceum.Platform.Operations;

/// <summary>Makes the operator of a destructive operation name the environment: the wrong terminal has cost whole databases.</summary>
internal static class Confirmation
{
    /// <summary>The refusal, or null when the operation needs no confirmation or has it.</summary>
    public static OperationOutcome? Missing(OperationRun run, TextWriter error)
    {
        if (run.Operation.Risk != Risk.Destructive) return null;
        var name = run.Installation.EnvironmentName;
        var given = run.Text("confirm");
        if (given is null && !Console.IsInputRedirected)
        {
            error.WriteLine($"{run.Operation.Title} in the environment '{name}' on {Environment.MachineName} ({run.Installation.Paths.Data}).");
            error.Write($"Type '{name}' to go on: ");
            given = Console.In.ReadLine()?.Trim();
        }
        return given == name ? null : OperationOutcome.Fail("ops.confirmation.missing",
            given is null ? $"this changes the environment '{name}' for good and was not confirmed" : $"the environment is called '{name}', not '{given}'",
            $"lyceum {string.Join(' ', run.Operation.Words)} --confirm {name}", ExitCodes.Unconfirmed);
    }
}

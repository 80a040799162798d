namespace Lyceum.Platform.Operations;

/// <summary>How it went, in the four words that begin every report.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but wants attention.</summary>
    Warn,

    /// <summary>Did not work.</summary>
    Fail,

    /// <summary>There was nothing to do.</summary>
    Skip,
}

/// <summary>Exit codes of every verb. Scripts rely on them: a number never changes its meaning.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>A check failed, something is unhealthy.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>A gate is closed (no-go).</summary>
    public const int GateClosed = 3;

    /// <summary>A confirmation or approval is missing.</summary>
    public const int Unconfirmed = 4;

    /// <summary>A lock is held or a precondition is not met.</summary>
    public const int Precondition = 5;

    /// <summary>Stopped part-way; run it again to go on.</summary>
    public const int PartWay = 6;

    /// <summary>Data did not verify.</summary>
    public const int Unverified = 7;

    /// <summary>Something it depends on cannot be reached.</summary>
    public const int Unreachable = 8;

    /// <summary>Took too long.</summary>
    public const int TimedOut = 9;

    /// <summary>Only warnings, and <c>--strict</c> was given.</summary>
    public const int WarnedStrictly = 10;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>All of them with their meaning, as printed by <c>lyceum help exit-codes</c>.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Ok, "ok"), (Failed, "check failed, unhealthy"), (Usage, "usage"), (GateClosed, "gate closed (no-go)"),
        (Unconfirmed, "confirmation or approval missing"), (Precondition, "lock held or precondition not met"),
        (PartWay, "stopped part-way, resumable"), (Unverified, "verification failed (data)"), (Unreachable, "dependency unreachable"),
        (TimedOut, "time-out"), (WarnedStrictly, "warnings only, with --strict"), (Interrupted, "interrupted"),
    ];
}

/// <summary>What an operation reports: a verdict in one line, evidence, and what to do next.</summary>
/// <param name="Verdict">How it went.</param>
/// <param name="Summary">The rest of the first line: what is true now, with numbers.</param>
public sealed record OperationOutcome(Verdict Verdict, string Summary)
{
    /// <summary>Evidence, a line each; at most twenty fit the screen, the rest belongs into <see cref="More"/>.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Further lines for <c>--verbose</c>.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>The command to run next, as it is typed.</summary>
    public string? Next { get; init; }

    /// <summary>A value that stands alone on the very last line, so that a script can take it with <c>tail -1</c>; replaces <see cref="Next"/>.</summary>
    public string? Value { get; init; }

    /// <summary>Stable code of a refusal, such as <c>ops.migrate.drift</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The same for machines; serialised into <c>--json</c>.</summary>
    public object? Data { get; init; }

    /// <summary>0 for OK, WARN and SKIP, 1 for FAIL, unless told.</summary>
    public int ExitCode { get; init; } = Verdict == Verdict.Fail ? ExitCodes.Failed : ExitCodes.Ok;

    /// <summary>It worked.</summary>
    public static OperationOutcome Ok(string summary, string? next = null) => new(Verdict.Ok, summary) { Next = next };

    /// <summary>It works, but wants attention.</summary>
    public static OperationOutcome Warn(string summary, string? next = null) => new(Verdict.Warn, summary) { Next = next };

    /// <summary>There was nothing to do.</summary>
    public static OperationOutcome Skip(string summary, string? next = null) => new(Verdict.Skip, summary) { Next = next };

    /// <summary>It did not work, for a reason with a code.</summary>
    public static OperationOutcome Fail(string code, string summary, string? next = null, int exitCode = ExitCodes.Failed) =>
        new(Verdict.Fail, summary) { Code = code, Next = next, ExitCode = exitCode };
}

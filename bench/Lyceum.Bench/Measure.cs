using System.Globalization;

namespace Lyceum.Bench;

internal enum Verdict { Ok, Fail, Skip, Seen }

/// <summary>What a scenario gave. <see cref="Verdict.Seen"/>: measured, no target set.</summary>
internal sealed record Measure(string Scenario, Verdict Verdict)
{
    /// <summary>The crowd of a large school waits at most so many times as long as that of a small one.</summary>
    private const double MostGrowth = 1.5;

    /// <summary>Most statements of one request on the four ways.</summary>
    private const int MostStatements = 3;

    public double? PerSecond { get; private init; }
    public double? Floor { get; private init; }
    public double? Ratio { get; private init; }
    public double? P50 { get; private init; }
    public double? P95 { get; private init; }
    public double? P99 { get; private init; }
    public IReadOnlyList<Spread>? Ways { get; private init; }
    /// <summary>How many times the p95 of the smaller school.</summary>
    public double? Growth { get; private init; }
    public double? Value { get; private init; }
    public string? Unit { get; private init; }
    public int? Statements { get; private init; }
    public int? Bytes { get; private init; }
    public long WrongAnswers { get; private init; }
    public string Target { get; private init; } = "";
    public string? Note { get; init; }

    public static Measure Skipped(Scenario scenario, string reason) => new(scenario.Name, Verdict.Skip) { Note = reason, Target = TargetOf(scenario) };

    public static Measure Beside(Scenario scenario, Load product, Load floor, int statements, int bytes)
    {
        var ratio = product.PerSecond / floor.PerSecond;
        var reached = ratio >= (scenario.Share ?? 0) && product.PerSecond >= (scenario.Rate ?? 0) && product.Wrong == 0 && floor.Wrong == 0 && (!scenario.Four || statements <= MostStatements);
        return Of(scenario, product, reached) with { Floor = floor.PerSecond, Ratio = ratio, Statements = statements, Bytes = bytes, WrongAnswers = product.Wrong + floor.Wrong };
    }

    public static Measure Number(Scenario scenario, double value, string unit) =>
        new(scenario.Name, scenario.Most is { } most ? value < most ? Verdict.Ok : Verdict.Fail : Verdict.Seen) { Value = value, Unit = unit, Target = TargetOf(scenario, unit) };

    /// <summary>Rates beside each other without a load client's quantiles: sign-ins beside bare comparisons.</summary>
    public static Measure Rates(Scenario scenario, double product, double bare, long wrong) =>
        new(scenario.Name, product / bare >= scenario.Share && wrong == 0 ? Verdict.Ok : Verdict.Fail)
        {
            PerSecond = product, Floor = bare, Ratio = product / bare, WrongAnswers = wrong, Target = TargetOf(scenario), Note = "the floor is the bare comparison of hashes",
        };

    /// <summary>The p95 of a crowd, and of the same crowd in a smaller school where one was measured.</summary>
    public static Measure Of(Scenario scenario, Crowd crowd, (int Students, Crowd Crowd)? small)
    {
        var growth = small is { } s ? crowd.All.P95 / s.Crowd.All.P95 : (double?)null;
        var wrong = crowd.Wrong + (small?.Crowd.Wrong ?? 0);
        var reached = crowd.All.P95 < scenario.Most && wrong == 0 && !(growth > MostGrowth);
        var ways = string.Join(", ", crowd.Ways);
        return new Measure(scenario.Name, reached ? Verdict.Ok : Verdict.Fail)
        {
            Value = crowd.All.P95, Unit = "ms (p95)", P50 = crowd.All.P50, P95 = crowd.All.P95, P99 = crowd.All.P99, WrongAnswers = wrong, Ways = crowd.Ways, Growth = growth,
            Target = TargetOf(scenario, "ms") + string.Create(CultureInfo.InvariantCulture, $", <= {MostGrowth} x a small school's"),
            Note = string.Create(CultureInfo.InvariantCulture, $"{crowd.Users} learners, {crowd.Writing} of them in a quiz, {crowd.All.Count} answers; p50/p95/p99 ms: {ways}")
                + (small is { } than ? string.Create(CultureInfo.InvariantCulture, $"; {growth:0.00} x the p95 of {than.Students} learners ({than.Crowd.All.P95:0.#} ms)") : ""),
        };
    }

    private static Measure Of(Scenario scenario, Load product, bool reached) =>
        new(scenario.Name, !reached ? Verdict.Fail : scenario.Share is null && scenario.Rate is null ? Verdict.Seen : Verdict.Ok)
        {
            PerSecond = product.PerSecond, P50 = product.P50, P99 = product.P99, WrongAnswers = product.Wrong, Target = TargetOf(scenario),
        };

    private static string TargetOf(Scenario s, string unit = "") => string.Join(", ", new[]
    {
        s.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $">= {share * 100:0} %") : null,
        s.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $">= {rate:0}/s") : null,
        s.Most is { } most ? string.Create(CultureInfo.InvariantCulture, $"< {most:0} {unit}").Trim() : null,
    }.Where(t => t is not null));

    public IReadOnlyList<string> Cells() =>
    [
        Scenario,
        Value is { } v ? string.Create(CultureInfo.InvariantCulture, $"{v:0.##} {Unit}") : Whole(PerSecond),
        Whole(Floor),
        Ratio is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r * 100:0} %") : "",
        Milliseconds(P50),
        Milliseconds(P99),
        Statements?.ToString(CultureInfo.InvariantCulture) ?? "",
        Bytes?.ToString(CultureInfo.InvariantCulture) ?? "",
        Target,
        Verdict switch { Verdict.Ok => "OK", Verdict.Fail => "FAIL", Verdict.Skip => "SKIP", _ => "–" },
        string.Join("; ", new[] { WrongAnswers > 0 ? $"{WrongAnswers} wrong answers" : null, Note }.Where(n => n is not null)),
    ];

    public string Line() => string.Join("  ", Cells().Where(c => c.Length > 0));

    private static string Whole(double? number) => number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n:0}") : "";

    private static string Milliseconds(double? number) => number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n:0.##} ms") : "";
}

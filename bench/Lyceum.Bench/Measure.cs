using System.Globalization;

namespace Lyceum.Bench;

internal enum Verdict { Ok, Fail, Skip, Seen }

/// <summary>What a scenario gave. <see cref="Verdict.Seen"/>: measured, no target set.</summary>
internal sealed record Measure(string Scenario, Verdict Verdict)
{
    public double? PerSecond { get; private init; }
    public double? Floor { get; private init; }
    public double? Ratio { get; private init; }
    public double? P50 { get; private init; }
    public double? P99 { get; private init; }
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
        var reached = ratio >= (scenario.Share ?? 0) && product.PerSecond >= (scenario.Rate ?? 0) && product.Wrong == 0 && floor.Wrong == 0;
        return Of(scenario, product, reached) with { Floor = floor.PerSecond, Ratio = ratio, Statements = statements, Bytes = bytes, WrongAnswers = product.Wrong + floor.Wrong };
    }

    public static Measure Number(Scenario scenario, double value, string unit) =>
        new(scenario.Name, scenario.Most is { } most ? value < most ? Verdict.Ok : Verdict.Fail : Verdict.Seen) { Value = value, Unit = unit, Target = TargetOf(scenario, unit) };

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

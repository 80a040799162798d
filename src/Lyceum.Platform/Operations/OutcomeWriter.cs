using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lyceum.Platform.Operations;

/// <summary>Prints outcomes: the verdict first, the next command last; or one JSON object and nothing else.</summary>
internal sealed class OutcomeWriter(TextWriter output, bool json, bool verbose, bool colour)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(OperationOutcome outcome, string operation, string? run)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                Schema = "lyceum.operation/1",
                Operation = operation,
                Run = run,
                Verdict = Word(outcome.Verdict),
                outcome.Summary,
                outcome.Code,
                outcome.Details,
                outcome.Next,
                outcome.Value,
                Exit = outcome.ExitCode,
                outcome.Data,
            }, Format));
            return;
        }
        output.WriteLine($"{Painted(outcome.Verdict)}  {outcome.Summary}{(outcome.Code is { } code ? $" [{code}]" : "")}");
        foreach (var line in outcome.Details) output.WriteLine($"  {line}");
        if (verbose)
        {
            foreach (var line in outcome.More) output.WriteLine($"  {line}");
            if (run is not null) output.WriteLine($"  run {run}");
        }
        if (outcome.Value is { } value) output.WriteLine(value);
        else if (outcome.Next is { } next) output.WriteLine($"Next: {next}");
    }

    internal static string Word(Verdict verdict) => verdict.ToString().ToUpperInvariant();

    private string Painted(Verdict verdict)
    {
        var word = Word(verdict).PadRight(4);
        if (!colour) return word;
        var ink = verdict switch { Verdict.Ok => 32, Verdict.Warn => 33, Verdict.Fail => 31, _ => 36 };
        return $"\e[1;{ink}m{word}\e[0m";
    }
}

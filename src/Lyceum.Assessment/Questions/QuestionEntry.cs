using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lyceum.Assessment.Questions;

/// <summary>A question as the editor's form sends it: numbers as text, so that a comma is understood and letters are refused rather than read as 0.</summary>
public sealed class QuestionEntry
{
    private const int FewestRows = 4;

    public string? Type { get; set; }
    public string? Prompt { get; set; }
    public string? Points { get; set; }
    public string? Explanation { get; set; }

    /// <summary>One answer: the row that is right.</summary>
    public int? Right { get; set; }

    /// <summary>A form without such fields binds null.</summary>
    [AllowNull]
    public List<OptionEntry> Options { get => field ??= []; set; }

    /// <summary>True or false: <c>true</c> or <c>false</c>.</summary>
    public string? Answer { get; set; }

    /// <summary>Short answer: a pattern a line.</summary>
    public string? Accepted { get; set; }
    public string? Value { get; set; }
    public string? Tolerance { get; set; }
    public string? Unit { get; set; }

    /// <summary>Essay.</summary>
    public string? MinWords { get; set; }
    public string? MaxWords { get; set; }
    public string? Note { get; set; }

    internal static QuestionEntry Of(string type, QuestionContent? content)
    {
        var settings = content?.Settings ?? new QuestionSettings();
        List<OptionEntry> options = [.. settings.Options?.Select(o => new OptionEntry { Id = o.Id, Text = o.Text, Correct = o.Correct, Feedback = o.Feedback }) ?? []];
        var entry = new QuestionEntry
        {
            Type = type, Prompt = content?.Prompt, Points = Write(content?.Points ?? 1), Explanation = content?.Explanation, Options = options,
            Right = options.FindIndex(o => o.Correct) is >= 0 and var right ? right : null,
            Answer = settings.Answer switch { true => "true", false => "false", null => null },
            Accepted = settings.Accepted is null ? null : string.Join('\n', settings.Accepted),
            Value = Write(settings.Value), Tolerance = Write(settings.Tolerance), Unit = settings.Unit,
            MinWords = Write(settings.MinWords), MaxWords = Write(settings.MaxWords), Note = settings.Note,
        };
        entry.Widen();
        return entry;
    }

    /// <summary>Room for two more answers than there are, and for four at least; empty rows are left out when it is saved.</summary>
    internal void Widen()
    {
        var rows = Math.Max(FewestRows, Options.Count(o => !string.IsNullOrWhiteSpace(o.Text)) + 2);
        while (Options.Count < rows) Options.Add(new OptionEntry());
    }

    /// <summary>The content it says; the fields whose number cannot be read are named.</summary>
    internal (QuestionContent Content, IReadOnlyList<string> Unreadable) Read()
    {
        List<string> unreadable = [];
        var content = new QuestionContent(
            Type ?? "", Lines(Prompt), Number(Points, nameof(Points)) ?? 0, Lines(Explanation),
            new QuestionSettings(
                [.. Options.Select((o, i) => new QuestionOption(o.Id ?? "", Lines(o.Text), Type == "single" ? Right == i : o.Correct, o.Feedback)).Where(o => o.Text.Length > 0)],
                Answer switch { "true" => true, "false" => false, _ => null },
                [.. Lines(Accepted).Split('\n')], Number(Value, nameof(Value)), Number(Tolerance, nameof(Tolerance)), Unit,
                Whole(MinWords, nameof(MinWords)), Whole(MaxWords, nameof(MaxWords)), Lines(Note)));
        return (content, unreadable);

        decimal? Number(string? text, string field)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            var number = Numeric.Read(text);
            if (number is null) unreadable.Add(field);
            return number;
        }

        int? Whole(string? text, string field)
        {
            if (Number(text, field) is not { } number) return null;
            if (number == decimal.Truncate(number) && Math.Abs(number) <= 1_000_000) return (int)number;
            unreadable.Add(field);
            return null;
        }
    }

    private static string Lines(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    private static string? Write(decimal? number) => number?.ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>An answer's row in the form.</summary>
public sealed class OptionEntry
{
    public string? Id { get; set; }
    public string? Text { get; set; }
    public bool Correct { get; set; }
    public string? Feedback { get; set; }
}

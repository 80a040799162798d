using Lyceum.Platform;

namespace Lyceum.Assessment.Questions;

/// <summary>
/// A text in the learner's own words, marked by people in steps of half a point. The limits of words are told and counted, never enforced:
/// what was written is kept, and whoever marks sees how long it is.
/// </summary>
public sealed class Essay : QuestionType
{
    /// <summary>Characters; some 6,000 words.</summary>
    internal const int Longest = 40_000;
    private const int MostWords = 5_000, LongestNote = 5_000;

    /// <inheritdoc/>
    public override string Name => "essay";

    /// <inheritdoc/>
    public override bool MarkedByHand => true;

    /// <inheritdoc/>
    public override IEnumerable<FieldError> Validate(QuestionSettings settings)
    {
        if (settings.MinWords is < 1 or > MostWords) yield return new("settings.minWords", "platform.field.range", ("min", 1), ("max", MostWords));
        if (settings.MaxWords is < 1 or > MostWords) yield return new("settings.maxWords", "platform.field.range", ("min", 1), ("max", MostWords));
        if (settings.MinWords > settings.MaxWords) yield return new("settings.maxWords", "assessment.question.words_out_of_order");
        if (settings.Note?.Length > LongestNote) yield return new("settings.note", "platform.field.too_long", ("max", LongestNote));
    }

    /// <inheritdoc/>
    public override bool Accepts(QuestionSettings settings, Answer answer) => answer.Choices is null or [] && (answer.Text?.Length ?? 0) <= Longest;

    /// <summary>Nothing by itself: a person says what it is worth.</summary>
    protected override decimal Worth(QuestionSettings settings, Answer answer) => 0;

    /// <inheritdoc/>
    public override QuestionSettings Tidy(QuestionSettings settings) =>
        new(MinWords: settings.MinWords, MaxWords: settings.MaxWords, Note: string.IsNullOrWhiteSpace(settings.Note) ? null : settings.Note.Trim());

    /// <summary>How many words a text has: runs without white space that hold a letter or a digit, as exam.js counts them.</summary>
    internal static int Words(string? text) => (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(w => w.Any(char.IsLetterOrDigit));
}

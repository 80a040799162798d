using System.Globalization;
using System.Text;
using Lyceum.Platform;

namespace Lyceum.Assessment.Questions;

/// <summary>
/// A word or two. Right when one of the patterns matches the whole answer; <c>*</c> is any run of characters. Neither case nor accents,
/// vowel marks or the amount of white space matter: ΔΟΣΗ, δόση and Δόση are one answer, and so are دواء with and without its harakat.
/// </summary>
public sealed class ShortAnswer : QuestionType
{
    private const int Longest = 500, MostPatterns = 30;

    /// <inheritdoc/>
    public override string Name => "short_answer";

    /// <inheritdoc/>
    public override IEnumerable<FieldError> Validate(QuestionSettings settings)
    {
        var patterns = settings.Accepted ?? [];
        if (patterns.Count == 0) yield return new("settings.accepted", "assessment.question.no_accepted");
        if (patterns.Count > MostPatterns) yield return new("settings.accepted", "assessment.question.too_many_accepted", ("max", MostPatterns));
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Length > 200) yield return new($"settings.accepted[{i}]", "platform.field.too_long", ("max", 200));
            // A star alone would take anything for right.
            else if (Plain(patterns[i]).Trim('*', ' ').Length == 0) yield return new($"settings.accepted[{i}]", "assessment.question.accepts_anything");
        }
    }

    /// <inheritdoc/>
    public override bool Accepts(QuestionSettings settings, Answer answer) => answer.Choices is null or [] && (answer.Text?.Length ?? 0) <= Longest;

    /// <inheritdoc/>
    protected override decimal Worth(QuestionSettings settings, Answer answer)
    {
        var given = Plain(answer.Text!);
        return settings.Accepted!.Any(p => Matches(Plain(p), given)) ? 1 : 0;
    }

    /// <inheritdoc/>
    public override QuestionSettings Tidy(QuestionSettings settings) =>
        new(Accepted: [.. (settings.Accepted ?? []).Select(p => p.Trim()).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)]);

    /// <summary>The text as it is compared: upper case, no marks, single spaces.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD).ToUpperInvariant())
        {
            if (char.IsWhiteSpace(c))
            {
                if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
            }
            // U+0640 is the tatweel, which only stretches an Arabic word.
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && c != '\u0640') plain.Append(c);
        }
        return plain.ToString().TrimEnd();
    }

    /// <summary>Whether a pattern matches the whole text. On a mismatch it goes back to the last star only, so that no pattern can make it slow.</summary>
    internal static bool Matches(string pattern, string text)
    {
        var (p, t, star, from) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, from) = (p++, t);
            else if (p < pattern.Length && pattern[p] == text[t]) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++from);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}

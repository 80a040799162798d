using System.Globalization;
using System.Text;

namespace Lyceum.Platform.Search;

/// <summary>Makes of what somebody typed a query that finds all its words by their beginnings, whatever their accents. The twin of <c>platform.fold</c>.</summary>
public static class SearchWords
{
    /// <summary>What a search may be long; the rest is not looked at.</summary>
    public const int Longest = 100;
    private const int Most = 8;

    /// <summary>A query of the configuration <c>simple</c>: <c>ελενη:* &amp; παπ:*</c>; null when nothing was typed that could be found.</summary>
    public static string? Of(string? typed) => Listed(typed) is { Count: > 0 } words ? string.Join(" & ", words.Select(w => w + ":*")) : null;

    /// <summary>The words for <c>platform.search_query</c>: folded, with a space between them; null when nothing was typed that could be found.</summary>
    public static string? Plain(string? typed) => Listed(typed) is { Count: > 0 } words ? string.Join(' ', words) : null;

    /// <summary>A text in the letters it is compared by; what is neither letter nor digit becomes a space.</summary>
    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (IsMark(rune)) continue;
            // Letters and digits only: nothing a person types can be an operator of the query.
            if (Rune.IsLetterOrDigit(rune)) folded.Append(Plain(Rune.ToLowerInvariant(rune)));
            else folded.Append(' ');
        }
        return folded.ToString();
    }

    /// <summary>What stands on or between letters without parting a word: accents, vowel signs, tatweel.</summary>
    internal static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || rune.Value == 'ـ';

    private static List<string> Listed(string? typed) =>
        typed is null ? [] : [.. Fold(Whole(typed)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Most)];

    // A half surrogate, or a null character, cannot be sent to the database.
    private static string Whole(string typed) => new([.. typed.Take(Longest).Where(c => c != '\0' && !char.IsSurrogate(c))]);

    private static Rune Plain(Rune rune) => rune.Value switch { 'ς' => new Rune('σ'), 'ة' => new Rune('ه'), 'ى' => new Rune('ي'), _ => rune };
}

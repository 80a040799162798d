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
    public static string? Of(string? typed)
    {
        if (typed is null) return null;
        var words = new StringBuilder();
        foreach (var rune in Whole(typed).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || rune.Value == 'ـ') continue;
            // Letters and digits only: nothing a person types can be an operator of the query.
            if (Rune.IsLetterOrDigit(rune)) words.Append(Plain(Rune.ToLowerInvariant(rune)));
            else words.Append(' ');
        }
        var found = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Most).ToList();
        return found.Count == 0 ? null : string.Join(" & ", found.Select(w => w + ":*"));
    }

    // A half surrogate, or a null character, cannot be sent to the database.
    private static string Whole(string typed) => new([.. typed.Take(Longest).Where(c => c != '\0' && !char.IsSurrogate(c))]);

    private static Rune Plain(Rune rune) => rune.Value switch { 'ς' => new Rune('σ'), 'ة' => new Rune('ه'), 'ى' => new Rune('ي'), _ => rune };
}

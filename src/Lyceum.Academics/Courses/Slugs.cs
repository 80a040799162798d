using System.Globalization;
using System.Text;

namespace Lyceum.Academics.Courses;

/// <summary>
/// Makes the address of a course from its title: Unicode letters, marks and digits in lower case, everything between them one hyphen.
/// Arabic and Greek titles keep their letters; <c>C#</c>, <c>C++</c> and <c>.NET</c> keep their meaning (<c>c-sharp</c>, <c>c-plus-plus</c>, <c>dot-net</c>).
/// </summary>
public static class Slugs
{
    /// <summary>At most this many UTF-16 units, cut at a hyphen where there is one.</summary>
    public const int MaxLength = 80;

    /// <summary>The slug of a title; empty where the title has no letter and no digit.</summary>
    public static string Of(string title)
    {
        // NFC first: two ways of typing one title must have one address. The compatibility form is not used: it would make x² of x2.
        var text = title.IsNormalized(NormalizationForm.FormC) ? title : title.Normalize(NormalizationForm.FormC);
        var slug = new StringBuilder(text.Length);
        var last = '\0';
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            if (IsWord(rune))
            {
                foreach (var lower in Rune.ToLowerInvariant(rune).ToString()) slug.Append(lower);
                last = 'w';
            }
            else if (WordFor(text, i, last == 'w') is { } word)
            {
                Break(slug);
                slug.Append(word);
                Break(slug);
                last = 'w';
            }
            else if (rune.Value is not ('\'' or '’' or 'ʼ'))   // “don't” is one word
            {
                Break(slug);
                last = ' ';
            }
            i += length;
        }
        return Cut(slug.ToString().Trim('-').Normalize(NormalizationForm.FormC));
    }

    /// <summary>The slug with a number behind it: <c>algebra-2</c>, for a title used before.</summary>
    internal static string Numbered(string slug, int number)
    {
        var end = "-" + number.ToString(CultureInfo.InvariantCulture);
        return Cut(slug, MaxLength - end.Length) + end;
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    /// <summary>Signs that make another word of the one they touch.</summary>
    private static string? WordFor(string text, int at, bool afterWord) => text[at] switch
    {
        '#' when afterWord => "sharp",
        '+' when afterWord => "plus",
        '.' when !afterWord && at + 1 < text.Length && char.IsLetter(text[at + 1]) => "dot",
        '&' => "and",
        _ => null,
    };

    private static void Break(StringBuilder slug)
    {
        if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
    }

    private static string Cut(string slug, int max = MaxLength)
    {
        if (slug.Length <= max) return slug;
        var hyphen = slug.LastIndexOf('-', max);
        if (hyphen > max / 2) return slug[..hyphen];
        return slug[..(char.IsHighSurrogate(slug[max - 1]) ? max - 1 : max)].Trim('-');
    }
}

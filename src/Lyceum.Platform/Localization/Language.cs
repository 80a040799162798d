using System.Collections.Frozen;
using System.Globalization;

namespace Lyceum.Platform.Localization;

/// <summary>A language the house speaks. Compared by value; there are only those of <see cref="All"/>.</summary>
/// <param name="Code">ISO 639-1, as in <c>lang</c> and in the names of text files: <c>en</c>, <c>el</c>, <c>ar</c>.</param>
/// <param name="NativeName">What its readers call it: “Ελληνικά”.</param>
/// <param name="RightToLeft">Whether pages in it are mirrored.</param>
public sealed record Language(string Code, string NativeName, bool RightToLeft)
{
    public static readonly Language English = new("en", "English", false);
    public static readonly Language Greek = new("el", "Ελληνικά", false);
    public static readonly Language Arabic = new("ar", "العربية", true);

    /// <summary>Every language of the house; the first is the one others fall back to.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, Greek, Arabic];

    private static readonly FrozenDictionary<string, Language> ByCode = All.ToFrozenDictionary(l => l.Code, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, CultureInfo> Cultures = All.ToFrozenDictionary(l => l.Code, CultureOf, StringComparer.Ordinal);

    /// <summary>The value of the <c>dir</c> attribute.</summary>
    public string Direction => RightToLeft ? "rtl" : "ltr";

    /// <summary>
    /// How numbers and dates are written. Greek is el-GR. Arabic has Latin digits and the Gregorian calendar, as the school's papers do:
    /// a mark or a serial must read the same in all three languages. Read-only; safe to share.
    /// </summary>
    public CultureInfo Culture => Cultures[Code];

    /// <summary>The language of a code such as <c>el</c> or <c>el-GR</c>; null when the house does not speak it.</summary>
    public static Language? Find(string? code)
    {
        if (string.IsNullOrWhiteSpace(code)) return null;
        var dash = code.AsSpan().IndexOfAny('-', '_');
        return ByCode.GetValueOrDefault(dash < 0 ? code.Trim() : code[..dash].Trim());
    }

    public override string ToString() => Code;

    private static CultureInfo CultureOf(Language language)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(language.Code switch { "el" => "el-GR", "ar" => "ar-EG", _ => "en-GB" }).Clone();
        culture.DateTimeFormat.Calendar = new GregorianCalendar();
        if (language.Code == "ar")
        {
            // ICU gives the Arabic separators; beside Latin digits readers expect the Latin ones.
            culture.NumberFormat.NumberDecimalSeparator = ".";
            culture.NumberFormat.NumberGroupSeparator = ",";
            culture.NumberFormat.NegativeSign = "-";
        }
        return CultureInfo.ReadOnly(culture);
    }
}

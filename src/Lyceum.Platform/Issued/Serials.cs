using System.Globalization;
using System.Security.Cryptography;

namespace Lyceum.Platform.Issued;

/// <summary>
/// Serials of issued documents: <c>AC-2026-7K3M-9Q2X-B4TW</c>: the school's short letters, the year, eleven random characters (55 bits, so that nobody
/// finds one by trying) and a check character. Crockford's Base32: no I, L, O, U.
/// </summary>
public static class Serials
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Random = 11;
    private const int Tail = 4 + Random + 1;
    private const int LongestPrefix = 6;

    /// <summary>Letters that look like Latin ones on a Greek keyboard, and those Crockford reads as digits.</summary>
    private const string Seen = "ΑΒΕΖΗΚΜΝΡΤΥΧΙΟOIL";
    private const string Meant = "ABEZHKMNPTYX10011";

    /// <summary>A new serial. <paramref name="prefix"/>: one to six Latin letters; <paramref name="at"/>: its UTC year is printed.</summary>
    public static string New(string prefix, DateTimeOffset at)
    {
        if (prefix.Length is 0 or > LongestPrefix || !prefix.All(char.IsAsciiLetterUpper)) throw new ArgumentException("One to six capital Latin letters.", nameof(prefix));
        var year = at.UtcDateTime.Year.ToString("0000", CultureInfo.InvariantCulture);
        var random = RandomNumberGenerator.GetString(Alphabet, Random);
        var tail = random + CheckOf(year + random);
        return $"{prefix}-{year}-{tail[..4]}-{tail[4..8]}-{tail[8..]}";
    }

    /// <summary>
    /// What a typed serial is looked up by, or null when it cannot be one. Lower case, missing or other dashes, spaces, O for 0, I or L for 1, Arabic digits and
    /// Greek capitals that look Latin all lead to the same key. The check character finds every single wrong character and every two that changed places.
    /// </summary>
    public static string? Key(string? typed)
    {
        if (typed is null || typed.Length > 60) return null;
        Span<char> key = stackalloc char[60];
        var length = 0;
        foreach (var given in typed)
        {
            if (char.IsWhiteSpace(given) || char.GetUnicodeCategory(given) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format || given is '.' or '_' or '−') continue;
            if (Fold(given) is not { } c) return null;
            key[length++] = c;
        }
        if (length is < Tail + 1 or > Tail + LongestPrefix) return null;
        var tail = key.Slice(length - Tail, Tail);
        foreach (var c in tail) if (!Alphabet.Contains(c, StringComparison.Ordinal)) return null;
        foreach (var c in tail[..4]) if (!char.IsAsciiDigit(c)) return null;
        return CheckOf(tail[..^1]) == tail[^1] ? key[..length].ToString() : null;
    }

    private static char? Fold(char given)
    {
        if (char.IsDigit(given)) return (char)('0' + (int)char.GetNumericValue(given));
        var c = char.ToUpperInvariant(given);
        if (Seen.IndexOf(c, StringComparison.Ordinal) is var at and >= 0) return Meant[at];
        return char.IsAsciiLetterUpper(c) ? c : null;
    }

    /// <summary>
    /// The sum over GF(32) (x⁵+x²+1) of each value times its own power of α: the powers differ for up to 31 places, so one wrong character, or two
    /// that changed places, always change the sum.
    /// </summary>
    private static char CheckOf(ReadOnlySpan<char> text)
    {
        int sum = 0, power = 1;
        foreach (var c in text)
        {
            power = Times(power, 2);
            sum ^= Times(power, Alphabet.IndexOf(c, StringComparison.Ordinal));
        }
        return Alphabet[sum];
    }

    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1)
        {
            if ((b & 1) != 0) product ^= a;
            a <<= 1;
            if ((a & 32) != 0) a ^= 0b100101;
        }
        return product;
    }
}

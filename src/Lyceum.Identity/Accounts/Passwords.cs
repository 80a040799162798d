using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Lyceum.Platform;
using Microsoft.AspNetCore.Identity;

namespace Lyceum.Identity.Accounts;

/// <summary>
/// Hashing and the rules of a password. Twelve characters: NIST SP 800-63B-4 asks 15 where a password stands alone and 8 beside a second step,
/// ASVS 5.0 6.2.1 asks 8 and advises 15; school people type theirs on phones and whiteboards, and throttling holds guesses under a hundred a day,
/// so 12 with a list of common ones (ADR 0030). No composition rules and no expiry: both make passwords worse (800-63B-4 §3.1.1.2).
/// </summary>
public sealed class Passwords
{
    /// <summary>Shortest password, in characters as typed.</summary>
    public const int Shortest = 12;

    /// <summary>Longest password: room for any sentence, and no gift to who would have us hash megabytes.</summary>
    public const int Longest = 128;

    private static readonly FrozenSet<string> Common = ReadCommon();
    private readonly PasswordHasher<Account> _hasher = new();
    private readonly string _dummy;
    private long _checks;

    public Passwords() => _dummy = _hasher.HashPassword(null!, Secret.New());

    /// <summary>How many hashes were compared since start: the same for known and unknown accounts.</summary>
    internal long Checks => Interlocked.Read(ref _checks);

    /// <summary>PBKDF2 with HMAC-SHA512 and 100,000 rounds, salted (ASP.NET Core Identity v3).</summary>
    public string Hash(string password) => _hasher.HashPassword(null!, Tidy(password));

    /// <summary>
    /// Compares; without a stored hash compares with a dummy, so that an unknown account costs the same time as a wrong password (A2: no enumeration).
    /// </summary>
    public bool Matches(string? stored, string password)
    {
        Interlocked.Increment(ref _checks);
        return _hasher.VerifyHashedPassword(null!, stored ?? _dummy, Tidy(password)) != PasswordVerificationResult.Failed && stored is not null;
    }

    /// <summary>Why this password cannot be used, or null. The person's own words (address, names) may not be it or most of it.</summary>
    public static Refusal? Objection(string password, string field, params IEnumerable<string?> own)
    {
        var typed = Tidy(password);
        var length = new System.Globalization.StringInfo(typed).LengthInTextElements;
        if (length < Shortest) return AccountErrors.Password(field, "identity.password.too_short", ("min", Shortest));
        if (typed.Length > Longest) return AccountErrors.Password(field, "identity.password.too_long", ("max", Longest));
        var plain = Letters(typed);
        if (plain.Length == 0 || plain.Distinct().Count() < 4 || Common.Contains(plain) || Common.Contains(plain.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')))
            return AccountErrors.Password(field, "identity.password.common");
        foreach (var word in own.OfType<string>().SelectMany(o => (string[])[o, o.Split('@')[0]]).Select(Letters).Where(w => w.Length >= 4))
        {
            // "annapetrou2026" is the name with a year behind it: what is left after the name must itself be worth something.
            if (plain.Contains(word, StringComparison.Ordinal) && plain.Length - word.Length < 8) return AccountErrors.Password(field, "identity.password.personal");
        }
        return null;
    }

    // NFC, as RFC 8265 (OpaqueString) has it: the same word typed on two keyboards must be one password. Spaces count and are kept.
    private static string Tidy(string password) => password.Normalize(NormalizationForm.FormC);

    private static string Letters(string text) => string.Concat(text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static FrozenSet<string> ReadCommon()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream("Lyceum.Identity.Accounts.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}

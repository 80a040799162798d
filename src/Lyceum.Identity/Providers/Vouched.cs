using System.Net.Mail;
using System.Text;
using System.Text.Json;

namespace Lyceum.Identity.Providers;

/// <summary>Whom the provider vouches for, as its checked token and its userinfo say. What it writes is cut to what fits a row.</summary>
public sealed record Vouched
{
    internal Vouched()
    {
    }

    public required string Issuer { get; init; }
    public required string Subject { get; init; }

    /// <summary>Null where it says none, or none that could be one.</summary>
    public string? Email { get; init; }

    /// <summary>The provider says that the address is this person's. Without it an address is a word anybody could have typed there.</summary>
    public bool IsEmailVerified { get; init; }
    public string? GivenName { get; init; }
    public string? FamilyName { get; init; }
    public string? Name { get; init; }

    /// <summary>What stands for a given name where none is said: the whole name, else what stands before the @.</summary>
    internal string ShortName => Cut(GivenName ?? Name ?? Email!.Split('@')[0], 100);

    /// <summary>The provider saw more than one factor (RFC 8176 §2).</summary>
    public bool SawSecondFactor { get; init; }

    /// <summary>Whether the token leaves open what userinfo has to say.</summary>
    internal static bool NeedsUserInfo(JsonElement token) => Text(token, "email", 254) is null || !token.TryGetProperty("email_verified", out _);

    internal static Vouched Of(string issuer, string subject, JsonElement token, JsonElement? userInfo)
    {
        // Address and word about it come from one and the same place: the token's address must not be confirmed by what userinfo says of another.
        var address = userInfo ?? token;
        var email = Text(address, "email", 254);
        return new Vouched
        {
            Issuer = issuer,
            Subject = subject,
            Email = email is not null && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email ? email : null,
            IsEmailVerified = address.TryGetProperty("email_verified", out var word) && (word.ValueKind == JsonValueKind.True || (word.ValueKind == JsonValueKind.String && word.GetString() == "true")),
            GivenName = Said("given_name", 100),
            FamilyName = Said("family_name", 100),
            Name = Said("name", 200),
            SawSecondFactor = token.TryGetProperty("amr", out var methods) && methods.ValueKind == JsonValueKind.Array && methods.EnumerateArray().Any(m => m.ValueKind == JsonValueKind.String && m.ValueEquals("mfa")),
        };

        string? Said(string name, int most) => Text(token, name, most) ?? (userInfo is { } more ? Text(more, name, most) : null);
    }

    internal static string? Text(JsonElement from, string name, int most)
    {
        if (!from.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        var tidy = Cut(Read(value), most).Trim();
        return tidy.Length == 0 ? null : tidy;
    }

    private static string Cut(string words, int most)
    {
        var text = new StringBuilder();
        foreach (var rune in words.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            if (text.Length + rune.Utf16SequenceLength > most) break;
            text.Append(rune.ToString());
        }
        return text.ToString();
    }

    private static string Read(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)   // half a surrogate pair
        {
            return "";
        }
    }
}

/// <summary>What the provider answered: whom it vouches for, or that it is away, or what was wrong with it (for the audit, in plain words).</summary>
public sealed record ProviderAnswer
{
    private ProviderAnswer()
    {
    }

    internal Vouched? Who { get; private init; }
    internal bool IsAway { get; private init; }
    internal string Fault { get; private init; } = "";

    internal static readonly ProviderAnswer Away = new() { IsAway = true };

    internal static ProviderAnswer Of(Vouched who) => new() { Who = who };

    internal static ProviderAnswer Wrong(string fault) => new() { Fault = fault };
}

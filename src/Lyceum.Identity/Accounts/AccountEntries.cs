using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.People;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.Accounts;

/// <summary>The form of a person.</summary>
public sealed class ProfileEntry
{
    public int? Version { get; set; }
    [Required] public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    [Required] public string? DisplayName { get; set; }
    public string? LatinName { get; set; }
    [Required] public string? Language { get; set; }
    public string? Zone { get; set; }
    public string? About { get; set; }

    internal static ProfileEntry Of(PersonView p) => new()
    {
        Version = p.Version, GivenName = p.GivenName, FamilyName = p.FamilyName, DisplayName = p.DisplayName, LatinName = p.LatinName, Language = p.Language, Zone = p.Zone, About = p.About,
    };

    internal ChangeProfile ToCommand() => new(GivenName!, FamilyName ?? "", DisplayName!, Blank(LatinName), Language!, Blank(Zone), Blank(About));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>The form of a picture.</summary>
public sealed class PictureEntry
{
    [Required] public IFormFile? Picture { get; set; }
}

/// <summary>The form of a new password.</summary>
public sealed class PasswordEntry
{
    [Required] public string? CurrentPassword { get; set; }
    [Required] public string? NewPassword { get; set; }
}

/// <summary>One's password, asked again; whoever has none leaves it out.</summary>
public sealed class ProofEntry
{
    public string? CurrentPassword { get; set; }
}

/// <summary>The form of a new token.</summary>
public sealed class TokenEntry
{
    [Required] public string? Name { get; set; }
    public string[]? Scopes { get; set; }
    [Required, Range(1, 365)] public int? Days { get; set; }
}

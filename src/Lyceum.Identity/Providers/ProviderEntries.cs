using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Localization;

namespace Lyceum.Identity.Providers;

/// <summary>The form of the school's provider. An empty secret leaves the one that is kept.</summary>
public sealed class ProviderEntry
{
    public int? Version { get; set; }
    [Required] public string? Issuer { get; set; }
    [Required] public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }
    public string? NameEn { get; set; }
    public string? NameEl { get; set; }
    public string? NameAr { get; set; }
    public bool IsOn { get; set; }
    public bool MakesAccounts { get; set; }
    public bool TrustsSecondStep { get; set; }

    internal static ProviderEntry Of(SignInProviderView p) => new()
    {
        Version = p.Version, Issuer = p.Issuer, ClientId = p.ClientId, NameEn = p.Name.En, NameEl = p.Name.El, NameAr = p.Name.Ar,
        IsOn = p.IsOn, MakesAccounts = p.MakesAccounts, TrustsSecondStep = p.TrustsSecondStep,
    };

    internal SetSignInProvider ToCommand() => new(Issuer!, ClientId!, string.IsNullOrEmpty(ClientSecret) ? null : ClientSecret, new LocalizedName(Blank(NameEn), Blank(NameEl), Blank(NameAr)), IsOn, MakesAccounts, TrustsSecondStep);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Providers;

/// <summary>
/// Names the school's provider, or changes it. A secret that is left out stays as it is while the issuer does; an empty one takes it away.
/// </summary>
[Requires(IdentityPermissions.ManageRegistration), InPerson]
public sealed record SetSignInProvider(
    [Required, StringLength(500, MinimumLength = 1)] string Issuer,
    [Required, StringLength(200, MinimumLength = 1)] string ClientId,
    [property: JsonIgnore, StringLength(1000)] string? ClientSecret,
    [Required] LocalizedName Name,
    bool IsOn,
    bool MakesAccounts = false,
    bool TrustsSecondStep = false);

/// <summary>The school's provider as administrators see it; the secret itself is never shown again. Without an issuer none is set.</summary>
public sealed record SignInProviderView(
    string? Issuer, string? ClientId, bool HasSecret, LocalizedName Name, bool IsOn, bool MakesAccounts, bool TrustsSecondStep, string ReturnAddress, int Version) : IVersioned;

/// <summary>How the provider is read and set.</summary>
public static class SettingSignInProvider
{
    private const int LongestName = 60;

    public static async Task<Result<Done>> Handle(SetSignInProvider command, Act act)
    {
        var (issuer, clientId) = (command.Issuer.Trim(), command.ClientId.Trim());
        if (Objection(command, issuer, clientId, act.Get<ProviderWire>()) is { } objection) return objection;
        var ring = act.Get<IDataProtectionProvider>();
        var provider = await act.Db.SignInProviders.ForUpdate().SingleOrDefaultAsync(act.Ct);
        if (provider is null)
        {
            provider = new SignInProvider { Issuer = issuer, ClientId = clientId, Name = command.Name, CreatedAt = act.Now };
            act.Db.SignInProviders.Add(provider);
            provider.KeepSecret(command.ClientSecret, ring);
        }
        else
        {
            if (act.CheckVersion(provider.Version) is { } stale) return stale;
            // A secret that was typed for one provider is not sent to another because somebody changed the address.
            if (command.ClientSecret is null && provider.ClientSecret is not null && provider.Issuer != issuer) return ProviderErrors.Field("clientSecret", "identity.provider.secret_again");
            if (command.ClientSecret is not null) provider.KeepSecret(command.ClientSecret, ring);
        }
        (provider.Issuer, provider.ClientId, provider.Name) = (issuer, clientId, command.Name);
        (provider.IsOn, provider.MakesAccounts, provider.TrustsSecondStep) = (command.IsOn, command.MakesAccounts, command.TrustsSecondStep);
        return Done.It;
    }

    /// <summary>As it is set.</summary>
    internal static async Task<SignInProviderView> Read(LyceumDb db, ProviderExchange exchange, CancellationToken ct) =>
        await db.SignInProviders.AsNoTracking().SingleOrDefaultAsync(ct) is { } p
            ? new SignInProviderView(p.Issuer, p.ClientId, p.ClientSecret is not null, p.Name, p.IsOn, p.MakesAccounts, p.TrustsSecondStep, exchange.ReturnAddress, p.Version)
            : new SignInProviderView(null, null, false, new LocalizedName(), false, false, false, exchange.ReturnAddress, 0);

    /// <summary>What the button on the sign-in page says; null where there is none.</summary>
    internal static Task<LocalizedName?> Button(LyceumDb db, CancellationToken ct) => db.SignInProviders.AsNoTracking().Where(p => p.IsOn).Select(p => p.Name).SingleOrDefaultAsync(ct);

    /// <summary>As whom we speak to the provider; null where it is off.</summary>
    internal static async Task<ProviderClient?> Client(LyceumDb db, IDataProtectionProvider ring, bool alsoOff, CancellationToken ct) =>
        (await db.SignInProviders.AsNoTracking().SingleOrDefaultAsync(p => p.IsOn || alsoOff, ct))?.ToClient(ring);

    private static Refusal? Objection(SetSignInProvider command, string issuer, string clientId, ProviderWire wire)
    {
        List<FieldError> wrong = [];
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri) || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0) wrong.Add(new FieldError("issuer", "identity.provider.issuer_form"));
        else if (!wire.Allows(issuer)) wrong.Add(new FieldError("issuer", "identity.provider.issuer_insecure"));
        if (clientId.Length == 0) wrong.Add(new FieldError("clientId", "platform.field.required"));
        if (command.Name.IsEmpty) wrong.Add(new FieldError("name", "platform.field.required"));
        else if (((string?[])[command.Name.En, command.Name.El, command.Name.Ar]).Any(n => n?.Length > LongestName)) wrong.Add(new FieldError("name", "identity.provider.name_long", ("most", LongestName)));
        return wrong.Count == 0 ? null : Refusal.Invalid(wrong);
    }
}

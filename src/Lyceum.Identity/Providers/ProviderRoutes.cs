using Lyceum.Identity.Accounts;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Lyceum.Identity.IdentityPermissions;

namespace Lyceum.Identity.Providers;

/// <summary>The provider as it shall be. A secret that is left out stays; an empty one is taken away.</summary>
public sealed record ProviderBody(string Issuer, string ClientId, LocalizedName Name, bool IsOn = false, string? ClientSecret = null, bool MakesAccounts = false, bool TrustsSecondStep = false);

internal static class ProviderRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var provider = api.MapGroup("/registration/sign-in-provider").WithTags("Registration");
        provider.MapGet("/", Read).Requires(ManageRegistration);
        provider.MapPut("/", (ProviderBody b, Door door) =>
            door.Run(new SetSignInProvider(b.Issuer, b.ClientId, b.ClientSecret, b.Name, b.IsOn, b.MakesAccounts, b.TrustsSecondStep), SettingSignInProvider.Handle)).Does<SetSignInProvider>();
        provider.MapPost("/test", Test).Requires(ManageRegistration);

        var own = api.MapGroup("/me/identities").WithTags("Me");
        own.MapGet("/", OwnIdentities.Mine).Requires(OwnAccount);
        own.MapPost("/{id:guid}/removal", (Guid id, PasswordProof b, Door door) => door.Run(new UnlinkIdentity(id, b.CurrentPassword), OwnIdentities.Handle)).Does<UnlinkIdentity>();
    }

    /// <summary>The school's own sign-in provider; the secret is not shown.</summary>
    private static async Task<Result<SignInProviderView>> Read(LyceumDb db, ProviderExchange exchange, CancellationToken ct) => await SettingSignInProvider.Read(db, exchange, ct);

    /// <summary>Fetches the provider's discovery document and keys now, and says what is wrong with them. Changes nothing.</summary>
    private static async Task<Result<ProviderTrialView>> Test(LyceumDb db, IDataProtectionProvider ring, ProviderDirectory directory, CancellationToken ct) =>
        await SettingSignInProvider.Client(db, ring, alsoOff: true, ct) is { } client ? await ProviderTrial.Run(client, directory, ct) : ProviderErrors.NotSet;
}

using Lyceum.Identity.SecondStep;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Identity.Registration;

internal static class RegistrationRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var registration = api.MapGroup("/registration").WithTags("Registration");
        registration.MapGet("/", Read).Open("whether one may register stands on the sign-in page too");
        registration.MapPut("/", (SetRegistration body, Door door) => door.Run(body, SettingRegistration.Handle)).Does<SetRegistration>();
        registration.MapGet("/second-step", SettingSecondStepRules.Read).Requires(IdentityPermissions.ManageRegistration);
        registration.MapPut("/second-step", (SetSecondStepRules body, Door door) => door.Run(body, SettingSecondStepRules.Handle)).Does<SetSecondStepRules>();
    }

    /// <summary>Who may register now.</summary>
    private static async Task<Result<RegistrationRules>> Read(LyceumDb db, CancellationToken ct) => await RegistrationSettings.Read(db, ct);
}

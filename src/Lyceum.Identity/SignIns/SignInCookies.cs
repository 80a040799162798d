using Lyceum.Identity.Sessions;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.SignIns;

/// <summary>What a sign-in leaves in the browser.</summary>
internal static class SignInCookies
{
    public static void Write(HttpContext http, SignInOutcome outcome)
    {
        if (outcome.ChallengeToken is { } challenge) SessionCookie.WriteCode(http, challenge);
        if (outcome.NewDeviceToken is { } device) SessionCookie.WriteDevice(http, device, outcome.DeviceUntil!.Value);
        if (outcome.SessionToken is not { } session) return;
        SessionCookie.Write(http, session, outcome.KeepUntil);
        SessionCookie.ClearCode(http);
    }

    /// <summary>Where to go after signing in: a path of this site, or Today. <c>//host</c> and <c>/\host</c> are other sites to a browser.</summary>
    public static string Local(string? address) =>
        Lyceum.Platform.Ui.Preferences.IsLocal(address) && !address!.StartsWith("/sign-", StringComparison.Ordinal) ? address : "/today";
}

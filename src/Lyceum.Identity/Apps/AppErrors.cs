using Lyceum.Platform;

namespace Lyceum.Identity.Apps;

/// <summary>What can be refused to an app that signs a person in; a wrong password and too many tries are refused as on the page.</summary>
public static class AppErrors
{
    /// <summary>The password is right and a code is asked for as well.</summary>
    public static readonly Refusal CodeNeeded = Refusal.Invalid([new FieldError("code", "identity.app.code_needed")]);

    /// <summary>The password is right, and the second step is a passkey, which only a browser can answer: an app needs an authenticator app on the account, or an API token.</summary>
    public static readonly Refusal AuthenticatorNeeded = Refusal.NotAllowed("identity.app.authenticator_needed");

    /// <summary>The password is right, and the address was never confirmed: that is done in a browser.</summary>
    public static readonly Refusal Unconfirmed = Refusal.NotAllowed("identity.app.unconfirmed");

    /// <summary>Unknown, expired, of an ended sign-in or a closed account: one answer for all.</summary>
    public static readonly Refusal NotGood = Refusal.NotSignedIn("identity.app.refresh_not_good");

    /// <summary>Used before: somebody else may have it, so the sign-in is over.</summary>
    public static readonly Refusal Reused = Refusal.NotSignedIn("identity.app.refresh_reused");
}

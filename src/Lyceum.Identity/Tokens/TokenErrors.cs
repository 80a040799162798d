using Lyceum.Platform;

namespace Lyceum.Identity.Tokens;

/// <summary>What can be refused about API tokens.</summary>
public static class TokenErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("identity.token.not_found");

    /// <summary>Unknown, expired, revoked, or of a disabled account: one answer for all.</summary>
    public static readonly Refusal NotGood = Refusal.NotSignedIn("identity.token.not_good");

    internal static Refusal ScopeNotHeld(string scope) => Refusal.Invalid([new FieldError("scopes", "identity.token.scope_not_held", ("scope", scope))]);
}

using Lyceum.Platform;

namespace Lyceum.Identity.Passkeys;

/// <summary>What can be refused about passkeys. At sign-in one answer for all that is wrong: the audit row says which check failed.</summary>
public static class PasskeyErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("identity.passkey.not_found");
    public static readonly Refusal NoMatch = Refusal.Invalid("identity.passkey.no_match");
    public static readonly Refusal NotAccepted = Refusal.Invalid("identity.passkey.not_accepted");
    public static readonly Refusal ChallengeOver = Refusal.Gone("identity.passkey.challenge_over");
    public static readonly Refusal Registered = Refusal.Conflict("identity.passkey.registered");
    public static readonly Refusal LastWay = Refusal.Conflict("identity.passkey.last_way");
    public static readonly Refusal None = Refusal.Conflict("identity.passkey.none");

    internal static readonly Refusal TooMany = Refusal.Conflict("identity.passkey.too_many").With(("most", Passkey.Most));
}

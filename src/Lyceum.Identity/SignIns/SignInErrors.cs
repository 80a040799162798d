using Lyceum.Platform;

namespace Lyceum.Identity.SignIns;

/// <summary>What can be refused at sign-in. One answer for unknown address, wrong password and disabled account: the text must not tell who has an account.</summary>
public static class SignInErrors
{
    public static readonly Refusal NoMatch = Refusal.Invalid("identity.sign_in.no_match");
    public static readonly Refusal WrongCode = Refusal.Invalid([new FieldError("code", "identity.sign_in.wrong_code")]);
    public static readonly Refusal ChallengeOver = Refusal.Gone("identity.sign_in.challenge_over");

    internal static Refusal TooMany(TimeSpan wait) =>
        Refusal.TooMany("identity.sign_in.too_many", wait).With(("minutes", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))), ("count", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))));
}

using Lyceum.Platform;

namespace Lyceum.Identity.Registration;

/// <summary>What can be refused on the way to an account.</summary>
public static class RegistrationErrors
{
    public static readonly Refusal Closed = Refusal.NotAllowed("identity.registration.closed");

    public static Refusal OtherDomain(IEnumerable<string> domains) => Refusal.Invalid(new FieldError("email", "identity.registration.other_domain", ("domains", string.Join(", ", domains))));

    /// <summary>Used, expired or never made: one answer for all three.</summary>
    public static readonly Refusal LinkOver = Refusal.Gone("identity.registration.link_over");
    public static readonly Refusal WrongCode = Refusal.Invalid([new FieldError("code", "identity.registration.wrong_code")]);
    public static readonly Refusal TooManyMails = Refusal.TooMany("identity.registration.too_many", TimeSpan.FromHours(1));
    public static readonly Refusal AlreadyVerified = Refusal.Conflict("identity.registration.verified_already");
}

using Lyceum.Platform;

namespace Lyceum.Identity.Providers;

/// <summary>
/// What can be refused on the way through the school's provider. One answer for every token that is not right: the audit row says which check failed.
/// The rest is told plainly, since whoever reads it has just proved to the provider who they are.
/// </summary>
public static class ProviderErrors
{
    public static readonly Refusal NotOn = Refusal.Conflict("identity.provider.not_on");
    public static readonly Refusal Away = Refusal.Unavailable("identity.provider.away", TimeSpan.FromMinutes(1));

    /// <summary>Used, too old, of another browser, or never begun: one answer for all four.</summary>
    public static readonly Refusal Over = Refusal.Gone("identity.provider.over");
    public static readonly Refusal Declined = Refusal.Invalid("identity.provider.declined");
    public static readonly Refusal NotTrusted = Refusal.Invalid("identity.provider.not_trusted");
    public static readonly Refusal Unverified = Refusal.NotAllowed("identity.provider.unverified");
    public static readonly Refusal Unconfirmed = Refusal.NotAllowed("identity.provider.unconfirmed");
    public static readonly Refusal NoAccount = Refusal.NotAllowed("identity.provider.no_account");
    public static readonly Refusal AccountClosed = Refusal.NotAllowed("identity.provider.account_closed");
    public static readonly Refusal OtherSubject = Refusal.Conflict("identity.provider.other_subject");

    public static readonly Refusal NotSet = Refusal.NotFound("identity.provider.not_set");
    public static readonly Refusal OnlyOne = Refusal.Conflict("identity.provider.only_one");
    public static readonly Refusal IdentityNotFound = Refusal.NotFound("identity.provider.identity_not_found");
    public static readonly Refusal LastWay = Refusal.Conflict("identity.provider.last_way");

    internal static Refusal Field(string field, string code) => Refusal.Invalid([new FieldError(field, code)]);
}

using Lyceum.Platform;

namespace Lyceum.Identity.Acting;

/// <summary>What can be refused to whoever wants to act for somebody, or does.</summary>
public static class ActingErrors
{
    public static readonly Refusal Administrator = Refusal.NotAllowed("identity.acting.administrator");

    /// <summary>The person holds something that whoever wants to act for them does not: that would be a way up.</summary>
    public static readonly Refusal MoreRights = Refusal.NotAllowed("identity.acting.more_rights");
    public static readonly Refusal Yourself = Refusal.Conflict("identity.acting.yourself");

    /// <summary>Nobody can act for a person who cannot sign in.</summary>
    public static readonly Refusal NoAccount = Refusal.Conflict("identity.acting.no_account");
    public static readonly Refusal Already = Refusal.Conflict("identity.acting.already");

    /// <summary>From an app or with a token nobody would see the banner.</summary>
    public static readonly Refusal BrowserOnly = Refusal.NotAllowed("identity.acting.browser_only");

    /// <summary>The request was made while acting for somebody, and that is over: it is carried out for neither.</summary>
    public static readonly Refusal Over = Refusal.Conflict("identity.acting.over");
}

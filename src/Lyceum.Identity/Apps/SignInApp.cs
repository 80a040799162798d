using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Apps;

/// <summary>Signs a person in for an app or a script and gives it a pair of tokens (A5); the rules are those of the sign-in page.</summary>
[Open("signing in is how one becomes somebody")]
public sealed record SignInApp(
    [Required, StringLength(254)] string Email,
    [property: JsonIgnore, Required, StringLength(1000)] string Password,
    [property: JsonIgnore, StringLength(40)] string? Code = null);

/// <summary>How an app signs a person in.</summary>
public static class SigningInApps
{
    /// <summary>A script that signs in anew each hour must not push the person's browsers out of the list: the oldest of its sign-ins ends.</summary>
    internal const int Most = 20;

    public static async Task<Result<AppTokens>> Handle(SignInApp command, Act act)
    {
        var proof = await SigningIn.Prove(act, command.Email, command.Password, deviceToken: null);
        if (!proof.Ok) return proof.Refusal;
        var account = proof.Value.Account;
        if (account.EmailVerifiedAt is null) return AppErrors.Unconfirmed;
        if (account.NeedsSecondStep)
        {
            // A recovery code is taken also where only passkeys are: it stands in for whichever device is not at hand.
            if (string.IsNullOrWhiteSpace(command.Code)) return account.HasAuthenticator ? AppErrors.CodeNeeded : AppErrors.AuthenticatorNeeded;
            var taken = await SigningInWithCode.Take(act, account.Id, command.Code);
            if (!taken.Ok) return taken.Refusal;
        }
        await Throttle.Forget(act, proof.Value.Bucket);
        return await Begin(act, account);
    }

    private static async Task<AppTokens> Begin(Act act, Account account)
    {
        var sessions = act.Db.Sessions.Where(s => s.PersonId == account.PersonId && s.Kind == SessionKind.App && s.EndedAt == null);
        foreach (var oldest in await sessions.OrderByDescending(s => s.CreatedAt).Skip(Most - 1).ToListAsync(act.Ct)) oldest.End(EndReason.Replaced, act.Now);
        var session = Session.BeginApp(account, act.Call, act.Now);
        act.Db.Sessions.Add(session);
        var (pair, tokens) = TokenPair.Issue(session, act.Now);
        act.Db.TokenPairs.Add(pair);
        return tokens;
    }
}

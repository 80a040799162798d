using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SecondStep;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SignIns;

/// <summary>The second step: a code of the authenticator app, or a recovery code.</summary>
[Open("the second half of signing in; the challenge says whose")]
public sealed record SignInWithCode(
    [property: JsonIgnore, Required, StringLength(100)] string ChallengeToken,
    [property: JsonIgnore, Required, StringLength(40)] string Code,
    [property: JsonIgnore] string? DeviceToken = null);

/// <summary>How the second step is taken.</summary>
public static class SigningInWithCode
{
    public static async Task<Result<SignInOutcome>> Handle(SignInWithCode command, Act act)
    {
        if (await Find(act, command.ChallengeToken) is not { } challenge) return SignInErrors.ChallengeOver;

        var taken = await Take(act, challenge.AccountId, command.Code);
        if (!taken.Ok) return taken.Refusal;
        return await Finish(act, challenge, taken.Value, command.DeviceToken);
    }

    /// <summary>The first half, locked; null when it is over.</summary>
    internal static Task<Challenge?> Find(Act act, string token)
    {
        var hash = Secret.Hash(token);
        return act.Db.Challenges.ForUpdate().SingleOrDefaultAsync(c => c.TokenHash == hash && c.UsedAt == null && c.ExpiresAt > act.Now, act.Ct);
    }

    /// <summary>The second half was right: the first is used up, and a session begins.</summary>
    internal static async Task<SignInOutcome> Finish(Act act, Challenge challenge, Account account, string? deviceToken)
    {
        challenge.UsedAt = act.Now;
        var device = await SigningIn.KnownDevice(deviceToken, account, act);
        return await SigningIn.Begin(act, account, challenge.Kept, device is not null, device is null ? Throttle.ForEmail(account.Email) : Throttle.ForDevice(device.Id));
    }

    /// <summary>Takes a code of this account, once, for every way in; wrong ones are counted.</summary>
    internal static async Task<Result<Account>> Take(Act act, Guid accountId, string code)
    {
        var bucket = Throttle.ForCode(accountId);
        if (!await Throttle.TakeTurn(act, bucket)) return SignInErrors.TooMany(TimeSpan.FromSeconds(1));
        if (await Throttle.Wait(act, bucket, trusted: true) is { } wait) return SignInErrors.TooMany(wait);

        // The account row is locked: two requests with one code in the same second must not both find it unused.
        var account = await act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == accountId, act.Ct);
        if (account.DisabledAt is not null || !await SecondSteps.Accept(act, account, code))
        {
            var id = account.Id;
            return SignInErrors.WrongCode.Recording(async a =>
            {
                await Throttle.CountFailure(a, bucket);
                a.Note("identity.second_step_failed", "identity.accounts", id);
            });
        }
        await Throttle.Forget(act, bucket);
        return account;
    }
}

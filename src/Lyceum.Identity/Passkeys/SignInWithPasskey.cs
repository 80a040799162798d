using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Passkeys;

/// <summary>Asks whichever passkey of this school the device has; nobody types an address.</summary>
[Open("signing in is how one becomes somebody")]
public sealed record AskForPasskey;

/// <summary>Signs in by passkey alone: the device has verified its user, so it counts as both factors (A2).</summary>
[Open("signing in is how one becomes somebody")]
public sealed record SignInWithPasskey(
    Guid ChallengeId,
    [property: JsonIgnore, Required, StringLength(PasskeyCeremony.LongestAnswer)] string Credential,
    bool Keep = false,
    [property: JsonIgnore] string? DeviceToken = null);

/// <summary>After the password: asks for a passkey of that account.</summary>
[Open("the second half of signing in; the challenge says whose")]
public sealed record AskForSecondPasskey([property: JsonIgnore, Required, StringLength(100)] string ChallengeToken);

/// <summary>The second step, taken with a passkey.</summary>
[Open("the second half of signing in; the challenge says whose")]
public sealed record SignInWithSecondPasskey(
    [property: JsonIgnore, Required, StringLength(100)] string ChallengeToken,
    Guid ChallengeId,
    [property: JsonIgnore, Required, StringLength(PasskeyCeremony.LongestAnswer)] string Credential,
    [property: JsonIgnore] string? DeviceToken = null);

/// <summary>How one signs in with a passkey. Throttle, known browser and session are those of every sign-in.</summary>
public static class SigningInWithPasskey
{
    /// <summary>Questions a client address may ask within <see cref="AskedWindow"/>: a campus in the morning, and an end to filling the table.</summary>
    internal const int MostAsked = 3000;
    internal static readonly TimeSpan AskedWindow = TimeSpan.FromMinutes(15);

    public static async Task<Result<PasskeyQuestion>> Handle(AskForPasskey command, Act act)
    {
        var bucket = $"passkeys:{act.Call.ClientAddress?.ToString() ?? "none"}";
        if (await Throttle.IsOver(act, bucket, MostAsked, AskedWindow)) return SignInErrors.TooMany(TimeSpan.FromMinutes(1));
        await Throttle.Count(act, bucket, AskedWindow);
        return await (await PasskeyCeremony.With(act, null, alone: true)).AskToSignIn(act, PasskeyPurpose.SignIn);
    }

    public static async Task<Result<SignInOutcome>> Handle(SignInWithPasskey command, Act act)
    {
        var credential = PasskeyCeremony.CredentialId(command.Credential);
        var bucket = Throttle.ForPasskey(credential ?? []);
        if (!await Throttle.TakeTurn(act, bucket)) return SignInErrors.TooMany(TimeSpan.FromSeconds(1));
        var owner = credential is null ? null : await act.Db.Passkeys.AsNoTracking().Where(p => p.CredentialId == credential).Select(p => (Guid?)p.AccountId).SingleOrDefaultAsync(act.Ct);
        // The account row is locked: a passkey that is being removed is either gone or not yet.
        var account = owner is null ? null : await act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == owner, act.Ct);
        var device = await SigningIn.KnownDevice(command.DeviceToken, account, act);
        if (await Throttle.Wait(act, bucket, device is not null) is { } wait) return SignInErrors.TooMany(wait);

        if (await PasskeyChallenge.Take(act, command.ChallengeId, PasskeyPurpose.SignIn, null) is not { } challenge) return PasskeyErrors.ChallengeOver;
        var fault = account is null ? "unknown passkey" : account.DisabledAt is not null ? "account closed" : account.EmailVerifiedAt is null ? "address not confirmed"
            : await (await PasskeyCeremony.With(act, account, alone: true)).Verify(challenge, command.Credential, act.Now);
        if (fault is not null) return Refuse(fault, command.ChallengeId, bucket, account?.Id);
        return await SigningIn.Begin(act, account!, command.Keep, device is not null, bucket);
    }

    public static async Task<Result<PasskeyQuestion>> Handle(AskForSecondPasskey command, Act act)
    {
        if (await SigningInWithCode.Find(act, command.ChallengeToken) is not { } half) return SignInErrors.ChallengeOver;
        var ceremony = await PasskeyCeremony.With(act, await act.Db.Accounts.SingleAsync(a => a.Id == half.AccountId, act.Ct), alone: false);
        return ceremony.Passkeys.Count == 0 ? PasskeyErrors.None : await ceremony.AskToSignIn(act, PasskeyPurpose.SecondStep);
    }

    public static async Task<Result<SignInOutcome>> Handle(SignInWithSecondPasskey command, Act act)
    {
        if (await SigningInWithCode.Find(act, command.ChallengeToken) is not { } half) return SignInErrors.ChallengeOver;
        var bucket = Throttle.ForCode(half.AccountId);
        if (!await Throttle.TakeTurn(act, bucket)) return SignInErrors.TooMany(TimeSpan.FromSeconds(1));
        if (await Throttle.Wait(act, bucket, trusted: true) is { } wait) return SignInErrors.TooMany(wait);

        var account = await act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == half.AccountId, act.Ct);
        if (await PasskeyChallenge.Take(act, command.ChallengeId, PasskeyPurpose.SecondStep, account.Id) is not { } challenge) return PasskeyErrors.ChallengeOver;
        var fault = account.DisabledAt is not null ? "account closed" : await (await PasskeyCeremony.With(act, account, alone: false)).Verify(challenge, command.Credential, act.Now);
        if (fault is not null) return Refuse(fault, command.ChallengeId, bucket, account.Id);
        await Throttle.Forget(act, bucket);
        return await SigningInWithCode.Finish(act, half, account, command.DeviceToken);
    }

    private static Refusal Refuse(string fault, Guid challenge, string bucket, Guid? account) => PasskeyErrors.NoMatch.Recording(async a =>
    {
        await PasskeyChallenge.Burn(a, challenge);
        await Throttle.CountFailure(a, bucket);
        a.Note("identity.passkey_failed", "identity.accounts", account, after: new { fault });
    });
}

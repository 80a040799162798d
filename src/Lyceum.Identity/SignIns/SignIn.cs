using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Registration;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SignIns;

/// <summary>Signs in by address and password (A2). Device and earlier session are what the browser brought in its cookies.</summary>
[Open("signing in is how one becomes somebody")]
public sealed record SignIn(
    [Required, StringLength(254)] string Email,
    [property: JsonIgnore, Required, StringLength(1000)] string Password,
    bool Keep = false,
    [property: JsonIgnore] string? DeviceToken = null);

/// <summary>
/// What became of it: signed in (a session token), half way (a challenge token for the second step), or still to confirm the address (the id of the mail just sent).
/// Tokens never leave the process as JSON: they go into cookies.
/// </summary>
public sealed record SignInOutcome(
    [property: JsonIgnore] string? SessionToken, DateTimeOffset? KeepUntil, [property: JsonIgnore] string? ChallengeToken, Guid? VerificationId,
    [property: JsonIgnore] string? NewDeviceToken, DateTimeOffset? DeviceUntil, Guid? PersonId);

/// <summary>A password that was right: whose, whether the browser is known, and where failures were counted.</summary>
internal sealed record Proven(Account Account, bool KnownDevice, string Bucket);

/// <summary>How one signs in.</summary>
public static class SigningIn
{
    public static async Task<Result<SignInOutcome>> Handle(SignIn command, Act act)
    {
        var proof = await Prove(act, command.Email, command.Password, command.DeviceToken);
        if (!proof.Ok) return proof.Refusal;
        var (account, known, bucket) = proof.Value;
        if (account.EmailVerifiedAt is null)
        {
            var link = await Verifying.Send(act, account);
            return new SignInOutcome(null, null, null, link, null, null, null);
        }
        if (account.NeedsSecondStep) return Challenge.Ask(act, account, command.Keep);
        return await Begin(act, account, command.Keep, known, bucket);
    }

    /// <summary>
    /// Whose password it is, for every way in: throttled, at the same cost whether there is such an account or not. The account is read, not tracked:
    /// who takes a code next must read it anew under its lock.
    /// </summary>
    internal static async Task<Result<Proven>> Prove(Act act, string typed, string password, string? deviceToken)
    {
        var email = Account.Tidy(typed);
        var account = await act.Db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Email == email, act.Ct);
        var device = await KnownDevice(deviceToken, account, act);
        var bucket = device is null ? Throttle.ForEmail(email) : Throttle.ForDevice(device.Id);

        if (!await Throttle.TakeTurn(act, bucket)) return SignInErrors.TooMany(TimeSpan.FromSeconds(1));
        if (await Throttle.Wait(act, bucket, device is not null || await SignedInFromHere(account, act)) is { } wait) return SignInErrors.TooMany(wait);

        // The same work whether the account exists or not: one comparison.
        var matches = act.Get<Passwords>().Matches(account?.PasswordHash, password);
        if (!matches || account!.DisabledAt is not null)
        {
            var id = account?.Id;
            return SignInErrors.NoMatch.Recording(async a =>
            {
                await Throttle.CountFailure(a, bucket);
                a.Note("identity.sign_in_failed", "identity.accounts", id);
            });
        }
        return new Proven(account, device is not null, bucket);
    }

    /// <summary>A fresh session; the one the browser had before ends with it (ASVS 7.2.4), and the browser is remembered as known.</summary>
    internal static async Task<SignInOutcome> Begin(Act act, Account account, bool keep, bool known, string bucket, bool secondStepVouched = false)
    {
        await Throttle.Forget(act, bucket);
        if (act.Actor.SessionId is { } before && await act.Db.Sessions.SingleOrDefaultAsync(s => s.Id == before, act.Ct) is { } old) old.End(EndReason.Replaced, act.Now);
        var (session, token) = Session.Begin(account, keep, SessionLife.In(act.Get<SchoolSettings>()), act.Call, act.Now, secondStepVouched);
        act.Db.Sessions.Add(session);

        string? deviceToken = null;
        if (!known)
        {
            deviceToken = Secret.New();
            act.Db.Devices.Add(new Device { TokenHash = Secret.Hash(deviceToken), AccountId = account.Id, CreatedAt = act.Now, ExpiresAt = act.Now + Device.Life });
        }
        return new SignInOutcome(token, keep ? session.ExpiresAt : null, null, null, deviceToken, deviceToken is null ? null : act.Now + Device.Life, account.PersonId);
    }

    internal static async Task<Device?> KnownDevice(string? token, Account? account, Act act)
    {
        if (token is null || account is null) return null;
        var hash = Secret.Hash(token);
        return await act.Db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.TokenHash == hash && d.AccountId == account.Id && d.ExpiresAt > act.Now, act.Ct);
    }

    /// <summary>The class behind one address: those who signed in from it before are not stopped by what others there do.</summary>
    private static async Task<bool> SignedInFromHere(Account? account, Act act)
    {
        var (id, address, since) = (account?.Id ?? Guid.Empty, act.Call.ClientAddress?.ToString(), act.Now.AddDays(-90));
        return await act.Db.Sessions.AnyAsync(s => s.AccountId == id && s.ClientAddress == address && s.CreatedAt > since, act.Ct);
    }
}

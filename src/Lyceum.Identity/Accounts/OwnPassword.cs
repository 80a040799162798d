using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.People;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Accounts;

/// <summary>Chooses a new password. All other sessions end (A3).</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record ChangePassword(
    [property: JsonIgnore, Required, StringLength(1000)] string CurrentPassword,
    [property: JsonIgnore, Required, StringLength(1000)] string NewPassword);

/// <summary>How one's own password is asked for and changed.</summary>
public static class OwnPassword
{
    /// <summary>How long a sign-in stands for the password of those who have none.</summary>
    internal static readonly TimeSpan JustNow = TimeSpan.FromMinutes(10);

    public static async Task<Result<Done>> Handle(ChangePassword command, Act act)
    {
        var account = await act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == act.Actor.AccountId, act.Ct);
        if (await Check(act, account, command.CurrentPassword) is { } refusal) return refusal;
        var person = await act.Db.People.AsNoTracking().SingleAsync(p => p.Id == account.PersonId, act.Ct);
        if (Passwords.Objection(command.NewPassword, "newPassword", account.Email, person.GivenName, person.FamilyName, person.LatinName) is { } objection) return objection;
        account.SetPassword(act.Get<Passwords>().Hash(command.NewPassword), act.Now);
        await EndingSessions.EndAll(act, account.PersonId, EndReason.PasswordChanged, act.Actor.SessionId);
        return Done.It;
    }

    /// <summary>The password where there is one; who has none (a passkey is their only way) must have signed in within the last minutes.</summary>
    internal static async Task<Refusal?> Prove(Act act, Account account, string? password)
    {
        if (account.PasswordHash is not null)
            return string.IsNullOrEmpty(password) ? Refusal.Invalid([new FieldError("currentPassword", "platform.field.required")]) : await Check(act, account, password);
        var (session, since) = (act.Actor.SessionId, act.Now - JustNow);
        return await act.Db.Sessions.AnyAsync(s => s.Id == session && s.AccountId == account.Id && s.CreatedAt >= since, act.Ct) ? null : AccountErrors.SignInAgain;
    }

    /// <summary>Asks the signed-in person's password again before something that an unattended browser must not do; failures count as at sign-in.</summary>
    internal static async Task<Refusal?> Check(Act act, Account account, string password)
    {
        var bucket = $"own:{account.Id:n}";
        if (!await Throttle.TakeTurn(act, bucket)) return SignInErrors.TooMany(TimeSpan.FromSeconds(1));
        if (await Throttle.Wait(act, bucket, trusted: true) is { } wait) return SignInErrors.TooMany(wait);
        if (!act.Get<Passwords>().Matches(account.PasswordHash, password)) return AccountErrors.WrongPassword.Recording(a => Throttle.CountFailure(a, bucket));
        await Throttle.Forget(act, bucket);
        return null;
    }
}

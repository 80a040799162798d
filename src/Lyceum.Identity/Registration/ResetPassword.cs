using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Registration;

/// <summary>Asks for a mail with which to choose a new password. The answer is the same whether there is an account or not.</summary>
[Open("who forgot the password cannot sign in to ask")]
public sealed record RequestReset([Required, StringLength(254)] string Email);

/// <summary>Sends the mail, when there is an account: in a job, so that not even the time of the answer tells.</summary>
[Requires(IdentityPermissions.SeedAccounts)]
public sealed record SendReset(string Email);

/// <summary>Chooses a new password by the link in the mail. Every session ends.</summary>
[Open("whoever has the mail has the account")]
public sealed record ResetPassword([property: JsonIgnore, Required, StringLength(100)] string Token, [property: JsonIgnore, Required, StringLength(1000)] string NewPassword);

/// <summary>How a forgotten password is replaced.</summary>
public static class Resetting
{
    internal const string JobKind = "identity.send_reset";

    public static async Task<Result<Done>> Handle(RequestReset command, Act act)
    {
        var email = Account.Tidy(command.Email);
        var address = $"reset:{act.Call.ClientAddress}";
        if (await Throttle.IsOver(act, address, 60, TimeSpan.FromHours(1))) return RegistrationErrors.TooManyMails;
        await Throttle.Count(act, address, TimeSpan.FromHours(1));
        act.Enqueue(JobKind, new SendReset(email));
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(SendReset command, Act act)
    {
        var account = await act.Db.Accounts.SingleOrDefaultAsync(a => a.Email == command.Email, act.Ct);
        if (account is not { DisabledAt: null }) return Done.It;
        var bucket = Throttle.ForMail(account.Email);
        if (await Throttle.IsOver(act, bucket, 5, TimeSpan.FromHours(1))) return Done.It;   // whoever asks a sixth time has five mails to choose from
        await Throttle.Count(act, bucket, TimeSpan.FromHours(1));
        var (link, token, _) = Link.Make(LinkKind.Reset, account.Id, act.Now);
        act.Db.Links.Add(link);
        await Letters.Send(act, "reset", account, null, $"/reset-password?token={token}");
        return Done.It;
    }

    /// <summary>Also accepts an invitation: choosing the first password.</summary>
    public static async Task<Result<Done>> Handle(ResetPassword command, Act act)
    {
        var hash = Secret.Hash(command.Token);
        // Locked until commit: of two who open the link at once, one sets the password.
        var link = await act.Db.Links.ForUpdate().SingleOrDefaultAsync(l => l.TokenHash == hash && (l.Kind == LinkKind.Reset || l.Kind == LinkKind.Invite), act.Ct);
        if (link?.IsOpen(act.Now) != true) return RegistrationErrors.LinkOver;
        var account = await act.Db.Accounts.SingleAsync(a => a.Id == link.AccountId, act.Ct);
        if (account.DisabledAt is not null) return RegistrationErrors.LinkOver;
        var person = await act.Db.People.AsNoTracking().SingleAsync(p => p.Id == account.PersonId, act.Ct);
        if (Passwords.Objection(command.NewPassword, "newPassword", account.Email, person.GivenName, person.FamilyName, person.LatinName) is { } objection) return objection;

        account.SetPassword(act.Get<Passwords>().Hash(command.NewPassword), act.Now);
        account.Verify(act.Now);   // the link came by mail: the address is theirs
        foreach (var open in await act.Db.Links.Where(l => l.AccountId == account.Id && l.Kind != LinkKind.Verify && l.UsedAt == null).ToListAsync(act.Ct)) open.UsedAt = act.Now;
        await EndingSessions.EndAll(act, account.PersonId, EndReason.PasswordChanged);
        await Throttle.Forget(act, Throttle.ForEmail(account.Email));
        await Letters.Send(act, "password_changed", account, person, "/account/security");
        return Done.It;
    }

    internal static async Task Run(SendReset payload, JobRun run)
    {
        var sent = await run.Run(payload, Handle);
        if (!sent.Ok) throw JobRun.Refused(sent.Refusal);
    }
}

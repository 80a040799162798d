using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.People;
using Lyceum.Identity.Registration;
using Lyceum.Identity.Roles;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Accounts;

/// <summary>Invites a person by mail to choose a password; makes the account when there is none. Again: the earlier invitations are void.</summary>
[Requires(IdentityPermissions.ManageAccounts), InPerson]
public sealed record InvitePerson(Guid PersonId, [EmailAddress, StringLength(254)] string? Email = null);

/// <summary>Closes an account: its sessions and tokens stop within seconds. Nothing is deleted.</summary>
[Requires(IdentityPermissions.ManageAccounts), InPerson]
public sealed record DisableAccount(Guid PersonId, [Required, StringLength(300, MinimumLength = 1)] string Reason);

/// <summary>Opens a closed account again.</summary>
[Requires(IdentityPermissions.ManageAccounts), InPerson]
public sealed record EnableAccount(Guid PersonId);

/// <summary>Takes the second step from somebody who lost phone and recovery codes; their sessions end.</summary>
[Requires(IdentityPermissions.ManageAccounts), InPerson]
public sealed record ResetSecondStep(Guid PersonId, [Required, StringLength(300, MinimumLength = 1)] string Reason);

/// <summary>What administrators do with accounts.</summary>
public static class ManagingAccounts
{
    public static async Task<Result<Done>> Handle(InvitePerson command, Act act)
    {
        var person = await act.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == command.PersonId, act.Ct);
        if (person is null) return PersonErrors.NotFound;
        var account = await act.Db.Accounts.SingleOrDefaultAsync(a => a.PersonId == command.PersonId, act.Ct);
        if (account is { PasswordHash: not null, EmailVerifiedAt: not null }) return AccountErrors.HasAccount;
        if (account is null)
        {
            if (string.IsNullOrWhiteSpace(command.Email)) return Refusal.Invalid([new FieldError("email", "platform.field.required")]);
            account = new Account { PersonId = person.Id, Email = command.Email, CreatedAt = act.Now };
            act.Db.Accounts.Add(account);
        }
        foreach (var open in await act.Db.Links.Where(l => l.AccountId == account.Id && l.Kind == LinkKind.Invite && l.UsedAt == null).ToListAsync(act.Ct)) open.UsedAt = act.Now;
        var (link, token, _) = Link.Make(LinkKind.Invite, account.Id, act.Now);
        act.Db.Links.Add(link);
        await Letters.Send(act, "invite", account, person, $"/reset-password?token={token}");
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(DisableAccount command, Act act)
    {
        await Administrators.Lock(act);
        if (command.PersonId == act.Actor.PersonId) return AccountErrors.NotYourself;
        if (await Of(act, command.PersonId) is not { } account) return AccountErrors.NotFound;
        var isAdministrator = await act.Db.RoleAssignments.AnyAsync(r => r.PersonId == command.PersonId && r.Role == Role.Administrator && r.EndedAt == null, act.Ct);
        if (isAdministrator && !await Administrators.AnyBut(act, command.PersonId)) return RoleErrors.LastAdministrator;
        var done = account.Disable(command.Reason, act.Now);
        if (done.Ok) await EndingSessions.EndAll(act, command.PersonId, EndReason.Disabled);
        return done;
    }

    public static async Task<Result<Done>> Handle(EnableAccount command, Act act) =>
        await Of(act, command.PersonId) is { } account ? account.Enable() : AccountErrors.NotFound;

    public static async Task<Result<Done>> Handle(ResetSecondStep command, Act act)
    {
        if (command.PersonId == act.Actor.PersonId) return AccountErrors.NotYourself;
        if (await Of(act, command.PersonId) is not { } account) return AccountErrors.NotFound;
        if (!account.NeedsSecondStep) return SecondStepErrors.NotOn;
        await SecondSteps.Clear(act, account);
        await EndingSessions.EndAll(act, command.PersonId, EndReason.SecondStepChanged);
        act.Note("identity.second_step_reset", "identity.accounts", account.Id, after: new { command.Reason });
        return Done.It;
    }

    private static Task<Account?> Of(Act act, Guid personId) => act.Db.Accounts.ForUpdate().SingleOrDefaultAsync(a => a.PersonId == personId, act.Ct);
}

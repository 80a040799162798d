using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>Gives a role to somebody else, from now or later, until a time or for good (A6).</summary>
[Requires(IdentityPermissions.AssignRoles), InPerson]
public sealed record GiveRole(Guid PersonId, [Required, StringLength(40)] string Role, DateTimeOffset? From = null, DateTimeOffset? Until = null, [StringLength(300)] string? Reason = null);

/// <summary>Takes a role from somebody else.</summary>
[Requires(IdentityPermissions.AssignRoles), InPerson]
public sealed record EndRole(Guid PersonId, Guid AssignmentId);

/// <summary>A role held, now or once.</summary>
public sealed record AssignmentView(Guid Id, string Role, DateTimeOffset From, DateTimeOffset? Until, string? Reason, DateTimeOffset? EndedAt);

/// <summary>How roles are given and taken.</summary>
public static class GivingRoles
{
    public static async Task<Result<AssignmentView>> Handle(GiveRole command, Act act)
    {
        if (command.PersonId == act.Actor.PersonId) return RoleErrors.Own;
        if (!await act.Db.People.AnyAsync(p => p.Id == command.PersonId, act.Ct)) return PersonErrors.NotFound;
        if (!Role.All.Contains(command.Role) && !await act.Db.SchoolRoles.AnyAsync(r => r.Key == command.Role && r.ArchivedAt == null, act.Ct)) return RoleErrors.UnknownRole;
        var from = command.From ?? act.Now;
        if (command.Until is { } until && (until <= act.Now || until <= from)) return RoleErrors.UntilPast;

        var held = await act.Db.RoleAssignments.SingleOrDefaultAsync(r => r.PersonId == command.PersonId && r.Role == command.Role && r.EndedAt == null, act.Ct);
        if (held is { UntilAt: null } || held?.UntilAt > act.Now) return RoleErrors.HeldAlready;
        if (held is not null)
        {
            // Run out by itself; closed now, as a statement before the insert, so that the open one is unique.
            await act.Db.RoleAssignments.Where(r => r.Id == held.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.EndedAt, r => r.UntilAt), act.Ct);
            act.Db.Entry(held).State = EntityState.Detached;
        }
        var given = new RoleAssignment
        {
            PersonId = command.PersonId,
            Role = command.Role,
            FromAt = from,
            UntilAt = command.Until,
            GivenBy = act.Actor.PersonId,
            Reason = command.Reason,
            CreatedAt = act.Now,
        };
        act.Db.RoleAssignments.Add(given);
        return new AssignmentView(given.Id, given.Role, given.FromAt, given.UntilAt, given.Reason, null);
    }

    public static async Task<Result<Done>> Handle(EndRole command, Act act)
    {
        await Administrators.Lock(act);
        var held = await act.Db.RoleAssignments.SingleOrDefaultAsync(r => r.Id == command.AssignmentId && r.PersonId == command.PersonId && r.EndedAt == null, act.Ct);
        if (held is null) return RoleErrors.AssignmentNotFound;
        if (held.Role == Role.Administrator && !await Administrators.AnyBut(act, held.PersonId)) return RoleErrors.LastAdministrator;
        if (held.PersonId == act.Actor.PersonId) return RoleErrors.Own;
        held.End(act.Actor.PersonId, act.Now);
        return Done.It;
    }
}

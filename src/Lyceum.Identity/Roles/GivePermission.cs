using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>Gives one permission to somebody else until a date, with the reason (A6).</summary>
[Requires(IdentityPermissions.AssignRoles), InPerson]
public sealed record GivePermission(Guid PersonId, [Required, StringLength(100)] string Permission, Reach Reach, DateTimeOffset Until, [Required, StringLength(300, MinimumLength = 1)] string Reason);

/// <summary>Takes a permission back before its time.</summary>
[Requires(IdentityPermissions.AssignRoles), InPerson]
public sealed record EndPermission(Guid PersonId, Guid GrantId);

/// <summary>A single permission held.</summary>
public sealed record GrantView(Guid Id, string Permission, Reach Reach, DateTimeOffset From, DateTimeOffset Until, string Reason, DateTimeOffset? EndedAt);

/// <summary>How single permissions are given and taken.</summary>
public static class GivingPermissions
{
    public static async Task<Result<GrantView>> Handle(GivePermission command, Act act)
    {
        if (command.PersonId == act.Actor.PersonId) return RoleErrors.Own;
        if (!await act.Db.People.AnyAsync(p => p.Id == command.PersonId, act.Ct)) return PersonErrors.NotFound;
        if (!act.Get<House>().Contributions.Permissions.Any(p => p.Name == command.Permission && p.Roles.Count > 0)) return RoleErrors.UnknownPermission;
        if (command.Until <= act.Now) return RoleErrors.UntilPast;
        if (command.Until > act.Now + Grant.Longest) return RoleErrors.UntilFar;
        var grant = new Grant
        {
            PersonId = command.PersonId,
            Permission = command.Permission,
            Reach = command.Reach,
            FromAt = act.Now,
            UntilAt = command.Until,
            GivenBy = act.Actor.PersonId,
            Reason = command.Reason,
            CreatedAt = act.Now,
        };
        act.Db.Grants.Add(grant);
        return new GrantView(grant.Id, grant.Permission, grant.Reach, grant.FromAt, grant.UntilAt, grant.Reason, null);
    }

    public static async Task<Result<Done>> Handle(EndPermission command, Act act)
    {
        var grant = await act.Db.Grants.SingleOrDefaultAsync(g => g.Id == command.GrantId && g.PersonId == command.PersonId && g.EndedAt == null, act.Ct);
        if (grant is null) return RoleErrors.GrantNotFound;
        grant.End(act.Actor.PersonId, act.Now);
        return Done.It;
    }
}

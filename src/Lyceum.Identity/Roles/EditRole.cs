using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>One permission of a role with its reach.</summary>
public sealed record RoleRight([Required, StringLength(100)] string Permission, Reach Reach);

/// <summary>Makes a role of the school's own.</summary>
[Requires(IdentityPermissions.EditRoles), InPerson]
public sealed record CreateRole(
    [Required, RegularExpression("^[a-z][a-z0-9_]{1,39}$", ErrorMessage = "identity.role.key_form")] string Key,
    [Required] LocalizedName Name, [Required, MaxLength(500)] IReadOnlyList<RoleRight> Permissions);

/// <summary>Changes a role of the school's own; whoever holds it feels it within seconds. Not a role one holds oneself.</summary>
[Requires(IdentityPermissions.EditRoles), InPerson]
public sealed record ChangeRole([Required] string Key, [Required] LocalizedName Name, [Required, MaxLength(500)] IReadOnlyList<RoleRight> Permissions);

/// <summary>Archives a role: it gives nothing any more.</summary>
[Requires(IdentityPermissions.EditRoles), InPerson]
public sealed record ArchiveRole([Required] string Key);

/// <summary>How the school's own roles are made and changed.</summary>
public static class EditingRoles
{
    public static Task<Result<Done>> Handle(CreateRole command, Act act)
    {
        if (Role.All.Contains(command.Key) || command.Key == Role.Everyone) return Task.FromResult<Result<Done>>(RoleErrors.KeyTaken);
        if (Objection(act, command.Name, command.Permissions) is { } objection) return Task.FromResult<Result<Done>>(objection);
        var role = new SchoolRole { Key = command.Key, Name = command.Name, CreatedAt = act.Now };
        act.Db.SchoolRoles.Add(role);
        act.Db.RolePermissions.AddRange(command.Permissions.Select(p => new RolePermission { RoleId = role.Id, Permission = p.Permission, Reach = p.Reach }));
        return Task.FromResult<Result<Done>>(Done.It);
    }

    public static async Task<Result<Done>> Handle(ChangeRole command, Act act)
    {
        var role = await act.Db.SchoolRoles.SingleOrDefaultAsync(r => r.Key == command.Key && r.ArchivedAt == null, act.Ct);
        if (role is null) return RoleErrors.NotFound;
        if (act.CheckVersion(role.Version) is { } stale) return stale;
        if (act.Actor.Roles.Contains(role.Key)) return RoleErrors.Own;
        if (Objection(act, command.Name, command.Permissions) is { } objection) return objection;
        role.Name = command.Name;
        // The role's row changes with its permissions: its version is what two editors meet at.
        act.Db.Entry(role).State = EntityState.Modified;
        var wanted = command.Permissions.ToDictionary(p => p.Permission, p => p.Reach, StringComparer.Ordinal);
        foreach (var held in await act.Db.RolePermissions.Where(p => p.RoleId == role.Id).ToListAsync(act.Ct))
        {
            if (wanted.Remove(held.Permission, out var reach)) held.Reach = reach;
            else act.Db.RolePermissions.Remove(held);
        }
        act.Db.RolePermissions.AddRange(wanted.Select(p => new RolePermission { RoleId = role.Id, Permission = p.Key, Reach = p.Value }));
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(ArchiveRole command, Act act)
    {
        var role = await act.Db.SchoolRoles.SingleOrDefaultAsync(r => r.Key == command.Key && r.ArchivedAt == null, act.Ct);
        if (role is null) return RoleErrors.NotFound;
        if (act.Actor.Roles.Contains(role.Key)) return RoleErrors.Own;
        role.ArchivedAt = act.Now;
        return Done.It;
    }

    private static Refusal? Objection(Act act, LocalizedName name, IReadOnlyList<RoleRight> permissions)
    {
        if (name.IsEmpty) return Refusal.Invalid([new FieldError("name", "platform.field.required")]);
        var known = act.Get<House>().Contributions.Permissions.Where(p => p.Roles.Count > 0).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (permissions.Any(p => !known.Contains(p.Permission))) return RoleErrors.UnknownPermission;
        return permissions.DistinctBy(p => p.Permission).Count() == permissions.Count ? null : RoleErrors.UnknownPermission;
    }
}

using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>A role with what it may. Built-in ones have no name of their own: their words are texts.</summary>
public sealed record RoleView(string Key, bool BuiltIn, LocalizedName? Name, IReadOnlyDictionary<string, Reach> Permissions, int Holders, bool Archived, int Version);

/// <summary>All roles, built-in first, and every permission there is.</summary>
public sealed record RoleList(IReadOnlyList<RoleView> Items, IReadOnlyList<string> Permissions);

/// <summary>Roles and grants of one person.</summary>
public sealed record RightsOf(IReadOnlyList<AssignmentView> Roles, IReadOnlyList<GrantView> Grants);

/// <summary>Reads of roles.</summary>
public static class RoleQueries
{
    /// <summary>The matrix: roles, permissions, reaches, and how many people hold each role now.</summary>
    public static async Task<Result<RoleList>> List(LyceumDb db, House house, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var holders = await db.RoleAssignments.Where(r => r.EndedAt == null && r.FromAt <= now && (r.UntilAt == null || r.UntilAt > now))
            .GroupBy(r => r.Role).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, ct);
        var own = await db.SchoolRoles.AsNoTracking().OrderBy(r => r.Key).ToListAsync(ct);
        var rights = await db.RolePermissions.AsNoTracking().ToListAsync(ct);
        var declared = house.Contributions.Permissions;
        return new RoleList(
            [
                .. Role.All.Select(role => new RoleView(role, true, null,
                    declared.SelectMany(p => p.Roles.Where(r => r.Role == role).Select(r => (p.Name, r.Reach))).ToDictionary(p => p.Name, p => p.Reach, StringComparer.Ordinal),
                    holders.GetValueOrDefault(role), false, 1)),
                .. own.Select(role => new RoleView(role.Key, false, role.Name,
                    rights.Where(r => r.RoleId == role.Id).ToDictionary(r => r.Permission, r => r.Reach, StringComparer.Ordinal), holders.GetValueOrDefault(role.Key), role.ArchivedAt is not null, role.Version)),
            ],
            [.. declared.Where(p => p.Roles.Count > 0).Select(p => p.Name)]);
    }

    /// <summary>What somebody holds and held.</summary>
    public static async Task<Result<RightsOf>> Of(Guid id, LyceumDb db, Call call, CancellationToken ct) =>
        (await PersonQueries.Find(id, db, call, ct)).Map(p => new RightsOf(p.Roles, p.Grants));
}

using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Identity.Roles;

/// <summary>A role as changed.</summary>
public sealed record RoleBody(LocalizedName Name, IReadOnlyList<RoleRight> Permissions);

internal static class RoleRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var roles = api.MapGroup("/roles").WithTags("Roles");
        roles.MapGet("/", RoleQueries.List).Requires(IdentityPermissions.ReadRoles);
        roles.MapPost("/", (CreateRole body, Door door) => door.Run(body, EditingRoles.Handle)).Does<CreateRole>();
        roles.MapPut("/{key}", (string key, RoleBody body, Door door) => door.Run(new ChangeRole(key, body.Name, body.Permissions), EditingRoles.Handle)).Does<ChangeRole>();
        roles.MapDelete("/{key}", (string key, Door door) => door.Run(new ArchiveRole(key), EditingRoles.Handle)).Does<ArchiveRole>();
    }
}

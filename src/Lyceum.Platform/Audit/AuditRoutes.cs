using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Audit;

internal static class AuditRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit");
        audit.MapGet("/", AuditQueries.List).Requires(PlatformPermissions.ReadAudit);
        audit.MapGet("/{id:guid}", AuditQueries.One).Requires(PlatformPermissions.ReadAudit);
        audit.MapPost("/proofs", (Door door) => door.Run(new ProveAudit(), ProvingAudits.Handle)).Does<ProveAudit>();
    }
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Issued;

/// <summary>Who may do what with the register; checking a serial is open to anybody.</summary>
public static class IssuedPermissions
{
    /// <summary>Take a document back.</summary>
    public const string Revoke = "platform.issued.revoke";
}

internal static class IssuedRoutes
{
    public static void Contribute(Contributions add)
    {
        add.Mapping(IssuedDocument.Map);
        add.Permission(IssuedPermissions.Revoke, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));
        add.Constraint("issued_documents_serial", IssuedErrors.SerialTaken);
        add.Constraint("issued_documents_serial_key", IssuedErrors.SerialTaken);
        add.Api(Map);
    }

    private static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/verify/{serial}", (string serial, HttpContext http, LyceumDb db, CancellationToken ct) =>
        {
            http.Response.Headers.CacheControl = "no-store";   // a revocation must be seen at once
            return IssuedQueries.Verify(serial, db, ct);
        }).Open("whoever is shown a document may check it").WithSummary("What a serial stands for, and whether it still stands.");
        api.MapPost("/issued/{serial}/revocation", (string serial, Revocation body, Door door, CancellationToken ct) =>
            door.Run(new RevokeIssuedDocument(serial, body.Reason), RevokingIssuedDocuments.Handle, ct)).Does<RevokeIssuedDocument>();
    }
}

/// <summary>Why a document no longer stands; shown to everybody who checks it.</summary>
public sealed record Revocation([property: Required] string Reason);

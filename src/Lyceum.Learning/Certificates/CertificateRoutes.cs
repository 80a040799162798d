using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Learning.Certificates;

/// <summary>Why a certificate no longer stands.</summary>
public sealed record RevocationReason([Required, StringLength(500, MinimumLength = 10)] string Reason);

/// <summary>Whether a course awards certificates.</summary>
public sealed record CertificateAward(bool IsAwarded);

internal static class CertificateRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/my/certificates", CertificateQueries.Mine).Requires(LearningPermissions.Study);
        api.MapPost("/enrolments/{id:guid}/certificate", (Guid id, Door door, CancellationToken ct) =>
            door.Run(new ReserveCertificate(id), ReservingCertificates.Handle, ct)).Does<ReserveCertificate>();
        api.MapPost("/certificates/{id:guid}/revocation", (Guid id, RevocationReason body, Door door, CancellationToken ct) =>
            door.Run(new RevokeCertificate(id, body.Reason), RevokingCertificates.Handle, ct)).Does<RevokeCertificate>();
        api.MapPut("/courses/{course}/certificate-rule", (string course, CertificateAward body, Door door, CancellationToken ct) =>
            door.Run(new SetCertificateRule(course, body.IsAwarded), SettingCertificateRules.Handle, ct)).Does<SetCertificateRule>();
    }
}

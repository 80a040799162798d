using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Learning.Certificates;

/// <summary>The forms of staff beside a learner's progress.</summary>
internal static class CertificatePosts
{
    public static void Map(IEndpointRouteBuilder web)
    {
        var progress = web.MapGroup("/teach/{course}/{section}/progress").ExcludeFromDescription();
        progress.MapPost("/certificates/{id:guid}/revoke", (string course, string section, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new RevokeCertificate(id, form["reason"].ToString()), RevokingCertificates.Handle, ct).To(Addresses.Progress(course, section))).Does<RevokeCertificate>();
        progress.MapPost("/enrolments/{id:guid}/certificate", (string course, string section, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new ReserveCertificate(id), ReservingCertificates.Handle, ct).To(Addresses.Progress(course, section))).Does<ReserveCertificate>();
    }
}

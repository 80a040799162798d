using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>Takes a certificate back. Whoever verifies its serial reads the reason; a new one may be issued afterwards.</summary>
[Requires(LearningPermissions.ManageCertificates), InPerson]
public sealed record RevokeCertificate(Guid CertificateId, [Required, StringLength(500, MinimumLength = 10)] string Reason);

/// <summary>Carries out <see cref="RevokeCertificate"/>.</summary>
public static class RevokingCertificates
{
    public static async Task<Result<CertificateView>> Handle(RevokeCertificate command, Act act)
    {
        if (!act.Actor.Reaches(LearningPermissions.ManageCertificates, Reach.All)) return CertificateErrors.NotFound;
        var certificate = await act.Db.Certificates.ForUpdate().SingleOrDefaultAsync(c => c.Id == command.CertificateId, act.Ct);
        if (certificate is null) return CertificateErrors.NotFound;
        var wasIssued = certificate.State == CertificateState.Issued;
        if (certificate.Revoke(command.Reason.Trim(), act.Now) is { } refusal) return refusal;
        if (wasIssued)
        {
            var revoked = await act.Run(new RevokeIssuedDocument(certificate.Serial, command.Reason), RevokingIssuedDocuments.Handle);
            if (!revoked.Ok) return revoked.Refusal;
        }
        return ReservingCertificates.View(certificate);
    }

    /// <summary>The register was told first: the certificate follows.</summary>
    internal static async Task Follow(IssuedDocumentRevoked happened, JobRun run)
    {
        if (happened.Kind != IssuingCertificates.Kind) return;
        var followed = await run.Run(new FollowRevocation(happened.Serial, happened.Reason), FollowingRevocations.Handle);
        if (!followed.Ok) throw JobRun.Refused(followed.Refusal);
    }
}

/// <summary>Notes on the certificate what the register already says.</summary>
[Requires(LearningPermissions.ManageCertificates)]
internal sealed record FollowRevocation(string Serial, string Reason);

internal static class FollowingRevocations
{
    public static async Task<Result<Done>> Handle(FollowRevocation command, Act act)
    {
        var certificate = await act.Db.Certificates.ForUpdate().SingleOrDefaultAsync(c => c.Serial == command.Serial, act.Ct);
        if (certificate is { State: not CertificateState.Revoked }) certificate.Revoke(command.Reason, act.Now);
        return Done.It;
    }
}

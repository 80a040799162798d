using Lyceum.Academics;
using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Mail;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Pdf;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>The paper of a reserved certificate is made: it is kept, entered in the register behind /verify, and its holder is told.</summary>
[Requires(LearningPermissions.ManageCertificates)]
public sealed record IssueCertificate(Guid CertificateId, StoredContent Paper);

/// <summary>Payload of the job that makes the paper.</summary>
public sealed record CertificateToIssue(Guid CertificateId);

/// <summary>A certificate stands and can be verified.</summary>
public sealed record CertificateIssued(Guid CertificateId, string Serial, Guid PersonId, Guid CourseId, DateTimeOffset At) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "learning.certificate.issued.v1";

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public Guid AggregateId => CertificateId;
}

/// <summary>Carries out <see cref="IssueCertificate"/>, and the job that leads to it.</summary>
public static class IssuingCertificates
{
    internal const string Job = "learning.issue_certificate";

    /// <summary>What the register calls it.</summary>
    public const string Kind = "learning.certificate";

    public static async Task<Result<CertificateView>> Handle(IssueCertificate command, Act act)
    {
        var certificate = await act.Db.Certificates.ForUpdate().SingleOrDefaultAsync(c => c.Id == command.CertificateId, act.Ct);
        if (certificate is null) return CertificateErrors.NotFound;
        if (certificate.State != CertificateState.Reserved) return ReservingCertificates.View(certificate);   // a job that ran twice

        var kept = await act.Run(KeepFile.Of(command.Paper, FilePurpose.Document), KeepingFiles.Handle);
        if (!kept.Ok) return kept.Refusal;
        var facts = await CertificateQueries.Facts(act.Db, certificate.Id, act.Ct);
        var issued = act.Issue(new NewIssuedDocument
        {
            Serial = certificate.Serial,
            Kind = Kind,
            PersonId = certificate.PersonId,
            HolderName = certificate.HolderName,
            HolderLatin = certificate.HolderLatin,
            Title = certificate.Title,
            Issuer = facts!.Institution,
            Details = CertificatePaper.Details(facts, act.Get<TextCatalogue>()),
            ContentHash = command.Paper.Hash,
        });
        if (!issued.Ok) return issued.Refusal;
        if (certificate.Issue(command.Paper.Hash, act.Now) is { } refusal) return refusal;
        act.Publish(new CertificateIssued(certificate.Id, certificate.Serial, certificate.PersonId, certificate.CourseId, act.Now));
        await Tell(certificate, act);
        return ReservingCertificates.View(certificate);
    }

    private static async Task Tell(Certificate certificate, Act act)
    {
        act.Notify(certificate.PersonId, "learning.certificate.ready", [("course", certificate.Title)], Addresses.Certificates);
        var addresses = act.Db.PersonAddresses;
        var reader = await (from n in act.Db.PersonNames join a in addresses on n.Id equals a.PersonId where n.Id == certificate.PersonId select new { n.Language, a.Email }).SingleOrDefaultAsync(act.Ct);
        if (reader is null) return;   // somebody without an account finds it at the registry
        var language = Language.Find(reader.Language) ?? Language.English;
        await act.SendMail(new MailMessage(reader.Email, "learning.mail.certificate", language, certificate.PersonId)
        {
            Args = [("name", certificate.HolderName), ("course", certificate.Title.In(language)), ("serial", certificate.Serial)],
            Link = Addresses.Certificates,
        });
    }

    /// <summary>Prints outside any transaction; the same certificate gives the same bytes, so a second run changes nothing.</summary>
    internal static async Task Run(CertificateToIssue payload, JobRun run)
    {
        var state = await run.Db.Certificates.Where(c => c.Id == payload.CertificateId).Select(c => (CertificateState?)c.State).SingleOrDefaultAsync(run.Ct);
        if (state != CertificateState.Reserved) return;
        // A paper names its school. Waiting is seen among the jobs; returning would lose the certificate without a word.
        if (await CertificateQueries.Facts(run.Db, payload.CertificateId, run.Ct) is not { } facts) throw JobRun.Refused(InstitutionErrors.NotFound);
        var source = CertificatePaper.Source(facts, run.Get<TextCatalogue>(), run.Get<Platform.Web.Origins>());
        var pdf = await run.Get<PdfRenderer>().RenderAsync(source, run.Ct);
        using var content = new MemoryStream(pdf);
        var stored = await run.Get<FileStore>().SaveAsync(content, new NewContent(FilePurpose.Document, $"{facts.Serial}.pdf", "application/pdf"), run.Ct);
        if (!stored.Ok) throw JobRun.Refused(stored.Refusal);
        var issued = await run.Run(new IssueCertificate(payload.CertificateId, stored.Value), Handle);
        if (!issued.Ok) throw JobRun.Refused(issued.Refusal);
    }
}

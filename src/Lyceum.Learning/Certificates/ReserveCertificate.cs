using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>Gives a completed enrolment its serial and has the paper made. Asked again it answers with the certificate that stands; after a revocation it makes a new one.</summary>
[Requires(LearningPermissions.ManageCertificates), InPerson]
public sealed record ReserveCertificate(Guid EnrolmentId);

/// <summary>A certificate as staff see it.</summary>
public sealed record CertificateView(Guid Id, string Serial, CertificateState State);

/// <summary>Carries out <see cref="ReserveCertificate"/>.</summary>
public static class ReservingCertificates
{
    private const string FallbackPrefix = "LY";

    public static async Task<Result<CertificateView>> Handle(ReserveCertificate command, Act act)
    {
        if (!act.Actor.Reaches(LearningPermissions.ManageCertificates, Reach.All)) return CertificateErrors.NotFound;
        // The enrolment's lock orders two who reserve at once: the second finds the first's certificate. The unique index certificates_one_standing says so too.
        var enrolment = await act.Db.Enrolments.ForUpdate().SingleOrDefaultAsync(e => e.Id == command.EnrolmentId, act.Ct);
        if (enrolment is null) return CertificateErrors.NotFound;
        if (await act.Db.Certificates.SingleOrDefaultAsync(c => c.EnrolmentId == enrolment.Id && c.State != CertificateState.Revoked, act.Ct) is { } standing) return View(standing);
        if (enrolment.State != EnrolmentState.Completed) return CertificateErrors.NotEarned;

        var (courses, names) = (act.Db.Courses, act.Db.PersonNames);
        var about = await (
            from s in act.Db.Sections
            join c in courses on s.CourseId equals c.Id
            from p in names.Where(p => p.Id == enrolment.PersonId)
            where s.Id == enrolment.SectionId
            select new { c.Id, c.Title, p.DisplayName, p.LatinName }).AsNoTracking().SingleAsync(act.Ct);
        if (await act.Db.CertificateRules.AnyAsync(r => r.CourseId == about.Id && !r.IsAwarded, act.Ct)) return CertificateErrors.NotAwarded;

        var shortName = await act.Db.Institutions.Select(i => i.ShortName).SingleOrDefaultAsync(act.Ct);
        var certificate = new Certificate
        {
            EnrolmentId = enrolment.Id,
            SectionId = enrolment.SectionId,
            CourseId = about.Id,
            PersonId = enrolment.PersonId,
            Serial = Serials.New(PrefixOf(shortName), act.Now),
            HolderName = about.DisplayName,
            HolderLatin = about.LatinName == about.DisplayName ? null : about.LatinName,
            Title = about.Title,
            ReservedAt = act.Now,
        };
        act.Db.Add(certificate);
        act.Enqueue(IssuingCertificates.Job, new CertificateToIssue(certificate.Id), key: certificate.Id.ToString("n"));
        return View(certificate);
    }

    /// <summary>The Latin initials of the school's short name; a short one that is all letters stands as it is.</summary>
    internal static string PrefixOf(string? shortName)
    {
        var words = (shortName ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var letters = words.Length > 1 ? string.Concat(words.Select(w => w[0])) : string.Concat(words);
        var latin = string.Concat(letters.ToUpperInvariant().Where(char.IsAsciiLetterUpper));
        return latin.Length == 0 ? FallbackPrefix : latin[..Math.Min(latin.Length, 6)];
    }

    internal static CertificateView View(Certificate c) => new(c.Id, c.Serial, c.State);
}

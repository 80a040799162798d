using Lyceum.Academics;
using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>One of my certificates. The download lasts a quarter of an hour; null until the paper is made.</summary>
public sealed record MyCertificate(
    Guid Id, string Serial, CertificateState State, LocalizedName Title, string Course, DateTimeOffset ReservedAt, DateTimeOffset? IssuedAt,
    DateTimeOffset? RevokedAt, string? RevokedReason, string VerifyHref, string? DownloadHref);

/// <summary>All that is printed on the paper.</summary>
internal sealed record CertificateFacts(
    Guid Id, string Serial, CertificateState State, string HolderName, string? HolderLatin, LocalizedName Title, string Language, int Hours, decimal Credits,
    LocalizedName Institution, string? Address, string Zone, DateTimeOffset CompletedAt, string? Teacher);

/// <summary>Reads of certificates.</summary>
public static class CertificateQueries
{
    /// <summary>My certificates, the newest first. One statement.</summary>
    public static async Task<Result<Page<MyCertificate>>> Mine(LyceumDb db, Call call, FileLinks links, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var (given, key, person) = (after.Value.Given, after.Value.Key, call.Actor.PersonId);
        var rows = await (
            from c in db.Certificates
            join course in db.Courses on c.CourseId equals course.Id
            where c.PersonId == person && (!given || c.Id.CompareTo(key) < 0)
            orderby c.Id descending
            select new { Certificate = c, course.Slug }).AsNoTracking().Take(page.Take).ToListAsync(ct);
        var mine = rows.ConvertAll(r => new MyCertificate(
            r.Certificate.Id, r.Certificate.Serial, r.Certificate.State, r.Certificate.Title, r.Slug, r.Certificate.ReservedAt, r.Certificate.IssuedAt,
            r.Certificate.RevokedAt, r.Certificate.RevokedReason, $"/verify/{r.Certificate.Serial}",
            r.Certificate.FileHash is { } hash ? links.For(hash, $"{r.Certificate.Serial}.pdf", "application/pdf", TimeSpan.FromMinutes(15), download: true) : null));
        return Page<MyCertificate>.Of(mine, page, m => m.Id);
    }

    internal static async Task<bool> IsAwarded(LyceumDb db, Guid course, CancellationToken ct) => !await db.CertificateRules.AnyAsync(r => r.CourseId == course && !r.IsAwarded, ct);

    internal static async Task<CertificateFacts?> Facts(LyceumDb db, Guid id, CancellationToken ct)
    {
        var (courses, institutions, enrolments, teachers, names) = (db.Courses, db.Institutions, db.Enrolments, db.SectionTeachers, db.PersonNames);
        return await (
            from c in db.Certificates
            join course in courses on c.CourseId equals course.Id
            join e in enrolments on c.EnrolmentId equals e.Id
            from i in institutions
            where c.Id == id
            select new CertificateFacts(
                c.Id, c.Serial, c.State, c.HolderName, c.HolderLatin, c.Title, course.Language, course.Hours, course.Credits, i.Name, i.Address, i.Zone,
                e.EndedAt ?? c.ReservedAt,
                teachers.Where(t => t.SectionId == c.SectionId && t.Duty == Academics.Sections.TeachingDuty.Instructor)
                    .Join(names, t => t.PersonId, n => n.Id, (t, n) => n.DisplayName).OrderBy(n => n).FirstOrDefault()))
            .AsNoTracking().SingleOrDefaultAsync(ct);
    }
}

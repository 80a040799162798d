using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>What Learning has to say on Today: where one stopped, and a certificate that is ready. Two statements.</summary>
internal static class TodayLearning
{
    private const int MostCourses = 3;
    private const int DaysACertificateIsNews = 7;

    public static async Task<IReadOnlyList<TodayItem>> Items(TodayReading reading)
    {
        if (reading.Actor.PersonId is not { } me) return [];
        var (db, texts) = (reading.Db, reading.Texts);
        var lessons = db.Lessons;
        var going = await (
            from p in db.SectionProgress
            join e in db.Enrolments on new { p.SectionId, p.PersonId } equals new { e.SectionId, e.PersonId }
            join s in db.Sections on p.SectionId equals s.Id
            join c in db.Courses on s.CourseId equals c.Id
            from l in lessons.Where(l => l.Id == p.LastLessonId)
            where p.PersonId == me && e.State == EnrolmentState.Active && p.CompletedAt == null
            orderby p.LastSeenAt descending
            select new { c.Slug, s.Code, c.Title, Lesson = l.Title, p.Completed, p.Total }).AsNoTracking().Take(MostCourses).ToListAsync(reading.Ct);
        var since = reading.Now.AddDays(-DaysACertificateIsNews);
        var fresh = await db.Certificates.AsNoTracking().Where(c => c.PersonId == me && c.State == CertificateState.Issued && c.IssuedAt > since)
            .OrderByDescending(c => c.IssuedAt).Select(c => new { c.Title, c.Serial }).Take(MostCourses).ToListAsync(reading.Ct);
        return
        [
            .. fresh.Select(c => new TodayItem("needs", null, texts["learning.today.certificate", ("course", c.Title)], c.Serial, Addresses.Certificates, texts["learning.today.certificate.see"])),
            .. going.Select(g => new TodayItem(
                "needs", null, texts["learning.today.continue", ("course", g.Title)], texts["learning.today.stopped", ("lesson", $"\u2068{g.Lesson}\u2069"), ("done", g.Completed), ("total", g.Total)],
                Addresses.Plan(g.Slug, g.Code), texts["learning.next.resume"])),
        ];
    }
}

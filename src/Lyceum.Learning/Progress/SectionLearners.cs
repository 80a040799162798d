using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>The best result of a learner in one lesson that has results.</summary>
public sealed record BestResult(Guid LessonId, string Title, decimal Percent);

/// <summary>How one learner of a section gets on.</summary>
public sealed record LearnerProgress(
    Guid EnrolmentId, Guid PersonId, string Name, EnrolmentState State, int Completed, int Total, DateTimeOffset? LastSeenAt, IReadOnlyList<BestResult> Results,
    Guid? CertificateId, string? Serial, CertificateState? Certificate);

/// <summary>Reads for those who teach a section.</summary>
public static class SectionLearners
{
    private sealed record NameKey(string Name, Guid Id);

    /// <summary>The learners of a section by name, for those whose right to read progress reaches it. Three statements: the section, a page of learners, their results.</summary>
    public static async Task<Result<Page<LearnerProgress>>> List(string course, string section, LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var head = await SectionQueries.Find(course, section, LearningPermissions.ReadProgress, db, call, ct);
        return head.Ok ? await Of(head.Value.Id, db, page, ct) : head.Refusal;
    }

    internal static async Task<Result<Page<LearnerProgress>>> Of(Guid sectionId, LyceumDb db, PageRequest page, CancellationToken ct)
    {
        var after = page.After<NameKey>();
        if (!after.Ok) return after.Refusal;
        var (given, name, id) = (after.Value.Given, after.Value.Key?.Name ?? "", after.Value.Key?.Id ?? Guid.Empty);
        var (progress, certificates) = (db.SectionProgress, db.Certificates);
        var rows = await (
            from e in db.Enrolments
            join n in db.PersonNames on e.PersonId equals n.Id
            from p in progress.Where(p => p.SectionId == e.SectionId && p.PersonId == e.PersonId).DefaultIfEmpty()
            where e.SectionId == sectionId && (e.State == EnrolmentState.Active || e.State == EnrolmentState.Completed)
                && (!given || n.DisplayName.CompareTo(name) > 0 || (n.DisplayName == name && e.Id.CompareTo(id) > 0))
            orderby n.DisplayName, e.Id
            select new
            {
                e.Id, e.PersonId, n.DisplayName, e.State, Completed = (int?)p.Completed, Total = (int?)p.Total, Seen = (DateTimeOffset?)p.LastSeenAt,
                Certificate = certificates.Where(c => c.EnrolmentId == e.Id).OrderByDescending(c => c.Id).Select(c => new { c.Id, c.Serial, c.State }).FirstOrDefault(),
            }).AsNoTracking().Take(page.Take).ToListAsync(ct);

        Guid[] people = [.. rows.Select(r => r.PersonId)];
        var lessons = db.Lessons;
        var results = (await (
            from p in db.LessonProgress
            join l in lessons on p.LessonId equals l.Id
            where p.SectionId == sectionId && p.BestScore != null && people.Contains(p.PersonId)
            orderby l.Id
            select new { p.PersonId, Result = new BestResult(l.Id, l.Title, p.BestScore!.Value) }).AsNoTracking().ToListAsync(ct)).ToLookup(r => r.PersonId, r => r.Result);
        var learners = rows.ConvertAll(r => new LearnerProgress(
            r.Id, r.PersonId, r.DisplayName, r.State, r.Completed ?? 0, r.Total ?? 0, r.Seen, [.. results[r.PersonId]], r.Certificate?.Id, r.Certificate?.Serial, r.Certificate?.State));
        return Page<LearnerProgress>.Of(learners, page, l => new NameKey(l.Name, l.EnrolmentId));
    }
}

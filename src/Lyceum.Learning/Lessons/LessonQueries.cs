using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Academics;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Lessons;

/// <summary>A neighbour of a lesson: where the arrows lead.</summary>
public sealed record LessonLink(Guid Id, string Number, string Title, string Href);

/// <summary>A lesson as it is read: text already as safe HTML, and what stands around it.</summary>
public sealed record LessonView(
    Guid Id, string Course, string Section, LocalizedName CourseTitle, string Language, string Kind, string Title, string Number, string Unit, int UnitNumber, int PlaceInUnit,
    int Minutes, string Html, string? Href, LessonFile? File, PlanState State, int Position, decimal? BestScore, bool CompletesByReading,
    LessonLink? Previous, LessonLink? Next, IReadOnlyList<PlanLesson> UnitLessons, int Completed, int Total);

/// <summary>A lesson open to everybody, from the course's page in the catalogue.</summary>
public sealed record PreviewLesson(
    Guid Id, string Course, LocalizedName CourseTitle, string Language, string Kind, string Title, int Minutes, string Html, string? Href, LessonFile? File);

/// <summary>Reads of single lessons.</summary>
public static class LessonQueries
{
    /// <summary>A lesson of a section one is enrolled in; anything else is not there. Two statements.</summary>
    public static async Task<Result<LessonView>> Read(Guid id, LyceumDb db, House house, LessonText text, Call call, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } person || await PlanStatements.OneLesson(db, id, person, ct) is not { } row) return ProgressErrors.LessonNotFound;

        var units = await PlanQueries.Plan(db, house, row.Outline, person, row.Slug, row.Code, ct);
        var all = units.SelectMany(u => u.Lessons).ToList();
        var at = all.FindIndex(l => l.Id == id);
        var unit = units.First(u => u.Lessons.Any(l => l.Id == id));
        var here = all[at];
        return new LessonView(
            id, row.Slug, row.Code, row.CourseTitle, row.Language, row.Kind, row.Title, here.Number, unit.Title, unit.Number, unit.Lessons.ToList().FindIndex(l => l.Id == id) + 1,
            row.Minutes, text.Render(id, row.Version, row.Body), row.Href, text.File(row.FileHash, row.FileName, row.FileType, row.FileSize), here.State, here.Position, here.BestScore,
            house.Contributions.LessonKinds.TryGetValue(row.Kind, out var kind) && kind.CompletesByReading,
            Link(all.ElementAtOrDefault(at - 1)), Link(all.ElementAtOrDefault(at + 1)), unit.Lessons, all.Count(l => l.State == PlanState.Completed), all.Count);
    }

    /// <summary>
    /// A preview lesson of a published course, as its condition allows. One statement; where it allows nothing, a second one tells a visitor to sign in and a late one
    /// that it is over. Links to its files last no longer than the preview, to the quarter hour.
    /// </summary>
    public static async Task<Result<PreviewLesson>> Preview(string course, Guid id, LyceumDb db, LessonText text, Call call, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (sections, terms) = (db.Sections, db.Terms);
        var row = await (
            from l in db.PreviewsFor(call.Actor, now)
            join o in db.Outlines on l.OutlineId equals o.Id
            join c in db.Courses on o.CourseId equals c.Id
            where l.Id == id && c.Slug == course
            select new { c.Slug, c.Title, c.Language, l.Kind, Name = l.Title, l.Minutes, l.Body, l.Href, l.FileHash, l.FileName, l.FileType, l.FileSize, l.Version,
                // Open all year where a section has no term.
                Closes = l.PreviewFor != PreviewFor.UntilClosing || sections.Any(s => s.CourseId == c.Id && s.State != SectionState.Closed && s.TermId == null) ? null
                    : (DateTimeOffset?)terms.Where(t => t.State != TermState.Closed && sections.Any(s => s.CourseId == c.Id && s.State != SectionState.Closed && s.TermId == t.Id)).Max(t => t.EnrolmentClosesAt) })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return await WhyNoPreview(course, id, db, call, ct);
        var left = row.Closes - now;
        return new PreviewLesson(
            id, row.Slug, row.Title, row.Language, row.Kind, row.Name, row.Minutes, text.Render(id, row.Version, row.Body, left), row.Href, text.File(row.FileHash, row.FileName, row.FileType, row.FileSize, left));
    }

    /// <summary>The lesson's name stands in the catalogue: that it exists is no secret, its text is.</summary>
    private static async Task<Refusal> WhyNoPreview(string course, Guid id, LyceumDb db, Call call, CancellationToken ct)
    {
        var (outlines, courses) = (db.Outlines, db.Courses);
        var condition = await db.Lessons.Where(l => l.Id == id && l.IsPreview && l.IsPublished
                && outlines.Any(o => o.Id == l.OutlineId && o.SectionId == null && courses.Any(c => c.Id == o.CourseId && c.Slug == course && c.State == CourseState.Published)))
            .Select(l => (PreviewFor?)l.PreviewFor).SingleOrDefaultAsync(ct);
        return condition switch
        {
            PreviewFor.SignedIn when !call.Actor.SignedIn => PlatformErrors.NotSignedIn,
            PreviewFor.UntilClosing => ProgressErrors.PreviewOver,
            _ => ProgressErrors.LessonNotFound,
        };
    }

    private static LessonLink? Link(PlanLesson? lesson) => lesson is null ? null : new LessonLink(lesson.Id, lesson.Number, lesson.Title, lesson.Href);
}

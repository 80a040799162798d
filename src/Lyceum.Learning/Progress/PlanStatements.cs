using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>
/// The statements of course home and lesson, compiled once: they are the most asked of the house, and building and recognising the same expression
/// for each request took 40 % of its time (bench/results). A compiled query cannot call the scopes of <see cref="StudyScope"/>; it writes them out with
/// <see cref="StudyScope.Opening"/>, and the route matrix proves them.
/// </summary>
internal static class PlanStatements
{
    /// <summary>A section with one learner's enrolment, and how far they are.</summary>
    public sealed record HeadRow(
        Guid EnrolmentId, Guid SectionId, string Slug, string Code, string Course, string Language, LocalizedName Title, LocalizedName? Term, decimal Credits, EnrolmentState State,
        Guid? Last, DateTimeOffset? Seen, Guid? Outline);

    /// <summary>A published lesson with its unit and one learner's progress.</summary>
    public sealed record LineRow(Guid UnitId, string Unit, Guid Id, string Kind, string Title, int Minutes, StudyState? State, int? Position, decimal? BestScore);

    /// <summary>A lesson's text and what it belongs to.</summary>
    public sealed record LessonRow(
        Guid Outline, string Slug, string Code, LocalizedName CourseTitle, string Language, string Kind, string Title, int Minutes, string Body, string? Href,
        string? FileHash, string? FileName, string? FileType, long? FileSize, int Version);

    /// <summary>The section by course and code; null when this person is not in it.</summary>
    public static readonly Func<LyceumDb, Guid, string, string, CancellationToken, Task<HeadRow?>> Head = EF.CompileAsyncQuery(
        (LyceumDb db, Guid person, string course, string section, CancellationToken ct) => (
            from e in db.Set<Enrolment>()
            join s in db.Set<Section>() on e.SectionId equals s.Id
            join c in db.Set<Course>() on s.CourseId equals c.Id
            from t in db.Set<Term>().Where(t => t.Id == s.TermId).DefaultIfEmpty()
            from p in db.Set<SectionProgress>().Where(p => p.SectionId == s.Id && p.PersonId == e.PersonId).DefaultIfEmpty()
            from o in db.Set<Outline>().Where(o => o.SectionId == s.Id).DefaultIfEmpty()
            where e.PersonId == person && StudyScope.Opening.Contains(e.State) && c.Slug == course && s.Code == section
            select new HeadRow(
                e.Id, s.Id, c.Slug, s.Code, c.Code, c.Language, c.Title, t.Name, c.Credits, e.State, p.LastLessonId, (DateTimeOffset?)p.LastSeenAt, (Guid?)o.Id)).AsNoTracking().SingleOrDefault());

    /// <summary>The published lessons of an outline in their order.</summary>
    public static readonly Func<LyceumDb, Guid, Guid, IAsyncEnumerable<LineRow>> Lines = EF.CompileAsyncQuery(
        (LyceumDb db, Guid outline, Guid person) => (
            from l in db.Set<Lesson>()
            join u in db.Set<Unit>() on l.UnitId equals u.Id
            from p in db.Set<LessonProgress>().Where(p => p.LessonId == l.Id && p.PersonId == person).DefaultIfEmpty()
            where l.OutlineId == outline && l.IsPublished
            orderby u.Position, l.Position
            select new LineRow(l.UnitId, u.Title, l.Id, l.Kind, l.Title, l.Minutes, (StudyState?)p.State, (int?)p.Position, p.BestScore)).AsNoTracking());

    /// <summary>A published lesson of a section this person is in.</summary>
    public static readonly Func<LyceumDb, Guid, Guid, CancellationToken, Task<LessonRow?>> OneLesson = EF.CompileAsyncQuery(
        (LyceumDb db, Guid id, Guid person, CancellationToken ct) => (
            from l in db.Set<Lesson>()
            join o in db.Set<Outline>() on l.OutlineId equals o.Id
            join s in db.Set<Section>() on o.SectionId equals s.Id
            join c in db.Set<Course>() on s.CourseId equals c.Id
            where l.Id == id && l.IsPublished && db.Set<Enrolment>().Any(e => e.SectionId == o.SectionId && e.PersonId == person && StudyScope.Opening.Contains(e.State))
            select new LessonRow(
                o.Id, c.Slug, s.Code, c.Title, c.Language, l.Kind, l.Title, l.Minutes, l.Body, l.Href, l.FileHash, l.FileName, l.FileType, l.FileSize, l.Version)).AsNoTracking().SingleOrDefault());
}

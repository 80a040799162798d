using Lyceum.Academics;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>A lesson in its author's outline.</summary>
public sealed record AuthorLesson(Guid Id, string Number, string Kind, string Title, int Position, int Minutes, bool IsPreview, bool IsPublished, int Version, string EditorHref);

/// <summary>A unit in its author's outline.</summary>
public sealed record AuthorUnit(Guid Id, string Title, int Position, int Version, IReadOnlyList<AuthorLesson> Lessons);

/// <summary>A section of the course and how far its outline lags behind the master: lessons to add or whose words differ.</summary>
public sealed record SectionOutlineState(Guid SectionId, string Code, LocalizedName? Term, bool HasOutline, int Behind);

/// <summary>A course's master outline as its authors see it.</summary>
public sealed record AuthorOutline(
    Guid CourseId, string Course, string Code, LocalizedName Title, string Language, IReadOnlyList<AuthorUnit> Units, IReadOnlyList<SectionOutlineState> Sections);

/// <summary>A lesson as its author writes it.</summary>
public sealed record LessonSource(
    Guid Id, Guid UnitId, string Course, LocalizedName CourseTitle, string Language, string Kind, string Title, int Minutes, string Body, string? Href, Guid? FileId, string? FileName,
    bool IsPreview, PreviewFor PreviewFor, bool IsPublished, int Version) : IVersioned;

/// <summary>Reads for authors; scope is the right to write the course's outline.</summary>
public static class OutlineQueries
{
    /// <summary>The master outline of a course. Three statements.</summary>
    public static async Task<Result<AuthorOutline>> Read(string course, LyceumDb db, House house, Call call, CancellationToken ct)
    {
        var found = await db.CoursesAuthoredBy(call.Actor).AsNoTracking().Where(c => c.Slug == course).Select(c => new { c.Id, c.Slug, c.Code, c.Title, c.Language }).SingleOrDefaultAsync(ct);
        if (found is null) return OutlineErrors.NotFound;

        var (outlines, lessons, terms) = (db.Outlines, db.Lessons, db.Terms);
        var rows = await (
            from u in db.Units
            where outlines.Any(o => o.Id == u.OutlineId && o.CourseId == found.Id && o.SectionId == null)
            from l in lessons.Where(l => l.UnitId == u.Id).DefaultIfEmpty()
            orderby u.Position, l.Position
            select new
            {
                u.Id, u.Title, u.Position, u.Version,
                Lesson = (Guid?)l.Id, Kind = (string?)l.Kind, Name = (string?)l.Title, Place = (int?)l.Position, Minutes = (int?)l.Minutes,
                Preview = (bool?)l.IsPreview, Published = (bool?)l.IsPublished, Of = (int?)l.Version,
            }).AsNoTracking().ToListAsync(ct);
        List<AuthorUnit> units = [];
        foreach (var unit in rows.GroupBy(r => r.Id))
        {
            var number = units.Count + 1;
            var first = unit.First();
            units.Add(new AuthorUnit(unit.Key, first.Title, first.Position, first.Version,
            [
                .. unit.Where(r => r.Lesson is not null).Select(r => new AuthorLesson(
                    r.Lesson!.Value, $"{number}.{r.Place}", r.Kind!, r.Name!, r.Place!.Value, r.Minutes!.Value, r.Preview!.Value, r.Published!.Value, r.Of!.Value,
                    EditorHref(house, found.Slug, r.Kind!, r.Lesson.Value))),
            ]));
        }

        var sections = await (
            from s in db.Sections
            where s.CourseId == found.Id && s.State != Academics.Sections.SectionState.Closed
            from t in terms.Where(t => t.Id == s.TermId).DefaultIfEmpty()
            orderby s.CreatedAt
            select new
            {
                s.Id, s.Code, Term = (LocalizedName?)t.Name, Has = outlines.Any(o => o.SectionId == s.Id),
                Behind = lessons.Count(m => m.IsPublished && outlines.Any(o => o.Id == m.OutlineId && o.CourseId == found.Id && o.SectionId == null)
                    && !lessons.Any(l => l.SourceId == m.Id && l.IsPublished && l.SourceVersion == m.Version && outlines.Any(o => o.Id == l.OutlineId && o.SectionId == s.Id))),
            }).AsNoTracking().ToListAsync(ct);
        return new AuthorOutline(found.Id, found.Slug, found.Code, found.Title, found.Language, units,
            sections.ConvertAll(s => new SectionOutlineState(s.Id, s.Code, s.Term, s.Has, s.Behind)));
    }

    /// <summary>One lesson of a master outline, as written.</summary>
    public static async Task<Result<LessonSource>> Lesson(Guid id, LyceumDb db, Call call, CancellationToken ct)
    {
        var row = await (
            from l in db.Lessons
            join o in db.OutlinesAuthoredBy(call.Actor) on l.OutlineId equals o.Id
            join c in db.Courses on o.CourseId equals c.Id
            where l.Id == id
            select new { Lesson = l, c.Slug, c.Title, c.Language }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return OutlineErrors.NotFound;
        var lesson = row.Lesson;
        return new LessonSource(lesson.Id, lesson.UnitId, row.Slug, row.Title, row.Language, lesson.Kind, lesson.Title, lesson.Minutes, lesson.Body, lesson.Href, lesson.FileId, lesson.FileName,
            lesson.IsPreview, lesson.PreviewFor, lesson.IsPublished, lesson.Version);
    }

    /// <summary>What a lesson still lacks before it may be published, as text keys.</summary>
    internal static async Task<IReadOnlyList<string>> Missing(Guid id, LyceumDb db, House house, CancellationToken ct)
    {
        var lessons = await db.Lessons.AsNoTracking().Where(l => l.Id == id).ToListAsync(ct);
        return [.. (await Readiness.MissingOf(house.Contributions.LessonKinds, db, lessons, ct)).Select(m => m.TextKey)];
    }

    internal static string EditorHref(House house, string course, string kind, Guid id) =>
        house.Contributions.LessonKinds.TryGetValue(kind, out var known) && known.EditorHref is { } href ? href(course, id) : Addresses.LessonEditor(course, id);
}

using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Learning.Lessons;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>What Academics' pages show of an outline, and what a course still lacks before it is published.</summary>
internal static class CatalogueOutline
{
    /// <summary>Published lessons of the master, by unit; preview lessons lead to their text while they are open, and say to whom. One statement.</summary>
    public static async Task<IReadOnlyList<OutlineUnit>> Read(IReadOnlyDictionary<string, LessonKind> kinds, LyceumDb db, Guid course, DateTimeOffset now, CancellationToken ct)
    {
        var enrollable = db.CoursesToEnrolIn(now);
        var rows = await Master(db, course).Where(r => r.Lesson.IsPublished).OrderBy(r => r.Unit.Position).ThenBy(r => r.Lesson.Position)
            .Select(r => new { r.Unit.Id, Unit = r.Unit.Title, Lesson = r.Lesson.Id, r.Lesson.Title, r.Lesson.Kind, r.Lesson.Minutes, Opens = r.Lesson.IsPreview && (r.Lesson.PreviewFor != PreviewFor.UntilClosing || enrollable.Contains(course)), r.Lesson.PreviewFor, r.Slug }).ToListAsync(ct);
        return
        [
            .. rows.GroupBy(r => r.Id).Select(u => new OutlineUnit(u.First().Unit,
            [
                .. u.Select(l => new OutlineLesson(l.Title, l.Minutes, kinds.TryGetValue(l.Kind, out var kind) ? kind.Icon : "article",
                    l.Opens ? Addresses.Preview(l.Slug, l.Lesson) : null, "learning.preview." + l.PreviewFor.ToString().ToLowerInvariant())),
            ])),
        ];
    }

    /// <summary>A course needs at least one published lesson, and none that lacks something.</summary>
    public static async Task<IReadOnlyList<PublishGap>> Gaps(IReadOnlyDictionary<string, LessonKind> kinds, LyceumDb db, Guid course, CancellationToken ct)
    {
        var rows = await Master(db, course).ToListAsync(ct);
        var published = rows.Where(r => r.Lesson.IsPublished).Select(r => r.Lesson).ToList();
        if (published.Count == 0) return [new PublishGap("learning.missing.lessons", [], rows.Count > 0 ? Addresses.Editor(rows[0].Slug) : null)];
        var titles = rows.ToDictionary(r => r.Lesson.Id, r => (r.Lesson.Title, r.Slug));
        var missing = await Readiness.MissingOf(kinds, db, published, ct);
        return [.. missing.Select(m => new PublishGap("learning.missing.in_lesson", [("lesson", titles[m.LessonId].Title)], Addresses.LessonEditor(titles[m.LessonId].Slug, m.LessonId)))];
    }

    // Properties and not positions: EF looks through an initialiser when the query goes on, never through a constructor.
    private sealed record Row
    {
        public required Unit Unit { get; init; }
        public required Lesson Lesson { get; init; }
        public required string Slug { get; init; }
    }

    private static IQueryable<Row> Master(LyceumDb db, Guid course)
    {
        var (units, lessons, courses) = (db.Units, db.Lessons, db.Courses);
        return from o in db.Outlines.AsNoTracking()
               join u in units on o.Id equals u.OutlineId
               join l in lessons on u.Id equals l.UnitId
               join c in courses on o.CourseId equals c.Id
               where o.CourseId == course && o.SectionId == null
               select new Row { Unit = u, Lesson = l, Slug = c.Slug };
    }
}

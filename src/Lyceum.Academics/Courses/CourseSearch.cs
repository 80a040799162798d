using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>What search finds of Academics: courses, and the sections one teaches.</summary>
public static class CourseSearch
{
    internal static void Contribute(Contributions add)
    {
        add.Search(new SearchSource("courses", 20, "academics.search.courses", "books", Courses));
        add.Search(new SearchSource("teaching", 30, "academics.search.teaching", "school", Teaching));
    }

    /// <summary>Ids of the courses these words are in, whoever asks; rooms above join it with their own scope.</summary>
    public static IQueryable<Guid> CoursesWith(this LyceumDb db, string words) =>
        db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM academics.courses WHERE academics.course_words(code, title, summary) @@ to_tsquery('simple', {words})""");

    private static async Task<IReadOnlyList<SearchHit>> Courses(SearchReading r)
    {
        var (found, editable) = (r.Db.CoursesWith(r.Words), r.Db.Courses.ManagedBy(r.Actor, AcademicsPermissions.EditCourse));
        var rows = await r.Db.Courses.AsNoTracking()
            // What is archived is found in the list of courses, by those who look after it.
            .Where(c => found.Contains(c.Id) && (c.State == CourseState.Published || (c.State != CourseState.Archived && editable.Any(e => e.Id == c.Id))))
            .OrderBy(c => c.Code).ThenBy(c => c.Id).Take(r.Take)
            .Select(c => new { c.Code, c.Slug, c.Title, c.State }).ToListAsync(r.Ct);
        return rows.ConvertAll(c => new SearchHit(
            c.Title.In(r.Texts.Language), c.State == CourseState.Published ? c.Code : c.Code + r.Texts["ui.comma"] + r.Texts["academics.course.state." + Word(c.State)],
            (c.State == CourseState.Published ? "/catalogue/" : "/admin/courses/") + Uri.EscapeDataString(c.Slug), c.Title.Spoken(r.Texts.Language).Code));
    }

    private static async Task<IReadOnlyList<SearchHit>> Teaching(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(AcademicsPermissions.Teach)) return [];
        var found = r.Db.CoursesWith(r.Words);
        var rows = await r.Db.Sections.AsNoTracking().ManagedBy(r.Actor, AcademicsPermissions.Teach).Where(s => found.Contains(s.CourseId))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.Id).Take(r.Take).Heads(r.Db).ToListAsync(r.Ct);
        return rows.ConvertAll(s => new SearchHit(
            s.CourseTitle.In(r.Texts.Language), s.CourseCode + r.Texts["ui.comma"] + (s.TermName?.In(r.Texts.Language) ?? s.Code),
            $"/teach/{Uri.EscapeDataString(s.CourseSlug)}/{Uri.EscapeDataString(s.Code)}", s.CourseTitle.Spoken(r.Texts.Language).Code));
    }

    private static string Word(CourseState state) => state.ToString().ToLowerInvariant();
}

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
    public static IQueryable<Guid> CoursesWith(this LyceumDb db, string plain) =>
        db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM academics.courses WHERE academics.course_ranked(code, title, summary, description, language) @@ platform.search_query({plain})""");

    /// <summary>The same courses with how well each answers.</summary>
    internal static IQueryable<Ranked> CoursesRanked(this LyceumDb db, string plain) => db.Database.SqlQuery<Ranked>(
        $"""
        SELECT c.id, platform.search_rank(academics.course_ranked(c.code, c.title, c.summary, c.description, c.language), q) AS rank
        FROM academics.courses c, platform.search_query({plain}) q WHERE academics.course_ranked(c.code, c.title, c.summary, c.description, c.language) @@ q
        """);

    private static async Task<IReadOnlyList<SearchHit>> Courses(SearchReading r)
    {
        var (ranked, courses, editable) = (r.Db.CoursesRanked(r.Plain), r.Db.Courses, r.Db.Courses.ManagedBy(r.Actor, AcademicsPermissions.EditCourse));
        var (given, rank, id) = r.From;
        var rows = await (from f in ranked
                          join c in courses on f.Id equals c.Id
                          // What is archived is found in the list of courses, by those who look after it.
                          where (c.State == CourseState.Published || (c.State != CourseState.Archived && editable.Any(e => e.Id == c.Id)))
                              && (!given || f.Rank < rank || (f.Rank == rank && c.Id.CompareTo(id) > 0))
                          orderby f.Rank descending, c.Id
                          select new { c.Id, f.Rank, c.Code, c.Slug, c.Title, c.Summary, c.State }).AsNoTracking().Take(r.Take).ToListAsync(r.Ct);
        return rows.ConvertAll(c => new SearchHit(
            c.Title.In(r.Texts.Language), c.State == CourseState.Published ? c.Code : c.Code + r.Texts["ui.comma"] + r.Texts["academics.course.state." + Word(c.State)],
            (c.State == CourseState.Published ? "/catalogue/" : "/admin/courses/") + Uri.EscapeDataString(c.Slug), c.Title.Spoken(r.Texts.Language).Code)
        { Text = c.Summary.In(r.Texts.Language), Key = new RankKey(c.Rank, c.Id) });
    }

    private static async Task<IReadOnlyList<SearchHit>> Teaching(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(AcademicsPermissions.Teach)) return [];
        var found = r.Db.CoursesWith(r.Plain);
        var rows = await r.Db.Sections.AsNoTracking().ManagedBy(r.Actor, AcademicsPermissions.Teach).Where(s => found.Contains(s.CourseId))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.Id).Take(r.Take).Heads(r.Db).ToListAsync(r.Ct);
        return rows.ConvertAll(s => new SearchHit(
            s.CourseTitle.In(r.Texts.Language), s.CourseCode + r.Texts["ui.comma"] + (s.TermName?.In(r.Texts.Language) ?? s.Code),
            $"/teach/{Uri.EscapeDataString(s.CourseSlug)}/{Uri.EscapeDataString(s.Code)}", s.CourseTitle.Spoken(r.Texts.Language).Code));
    }

    private static string Word(CourseState state) => state.ToString().ToLowerInvariant();
}

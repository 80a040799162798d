using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning;

/// <summary>What search finds of Learning: one's own courses and lessons, and the lessons one writes.</summary>
internal static class LearningSearch
{
    public static void Contribute(Contributions add)
    {
        add.Search(new SearchSource("mine", 10, "learning.search.courses", "book", Courses));
        add.Search(new SearchSource("lessons", 40, "learning.search.lessons", "file-text", Lessons));
        add.Search(new SearchSource("writing", 50, "learning.search.writing", "writing", Writing));
    }

    /// <summary>How much of a lesson an excerpt is looked for in; as much as is indexed.</summary>
    internal const int Deep = 20_000;

    /// <summary>Lessons with these words, whoever asks, and how well each answers.</summary>
    internal static IQueryable<Ranked> LessonsRanked(this LyceumDb db, string plain) => db.Database.SqlQuery<Ranked>(
        $"SELECT l.id, platform.search_rank(l.words, q) AS rank FROM learning.lessons l, platform.search_query({plain}) q WHERE l.words @@ q");

    private static async Task<IReadOnlyList<SearchHit>> Courses(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(LearningPermissions.Study)) return [];
        var enrolments = r.Db.EnrolmentsToStudy(r.Actor.PersonId);
        var found = r.Db.CoursesWith(r.Plain);
        var rows = await r.Db.Sections.AsNoTracking().Where(s => found.Contains(s.CourseId) && enrolments.Any(e => e.SectionId == s.Id))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.Id).Take(r.Take).Heads(r.Db).ToListAsync(r.Ct);
        return rows.ConvertAll(s => new SearchHit(
            s.CourseTitle.In(r.Texts.Language), s.CourseCode + r.Texts["ui.comma"] + (s.TermName?.In(r.Texts.Language) ?? r.Texts["learning.own-pace"]),
            Addresses.Plan(s.CourseSlug, s.Code), s.CourseTitle.Spoken(r.Texts.Language).Code));
    }

    private static async Task<IReadOnlyList<SearchHit>> Lessons(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(LearningPermissions.Study)) return [];
        var (ranked, lessons, outlines, sections, courses) = (r.Db.LessonsRanked(r.Plain), r.Db.LessonsToStudy(r.Actor.PersonId), r.Db.Outlines, r.Db.Sections, r.Db.Courses);
        var (given, rank, id) = r.From;
        var rows = await (from f in ranked
                          join l in lessons on f.Id equals l.Id
                          join o in outlines on l.OutlineId equals o.Id
                          join s in sections on o.SectionId equals (Guid?)s.Id
                          join c in courses on s.CourseId equals c.Id
                          where !given || f.Rank < rank || (f.Rank == rank && l.Id.CompareTo(id) > 0)
                          orderby f.Rank descending, l.Id
                          select new { l.Id, f.Rank, l.Title, l.Kind, Body = l.Body.Substring(0, Deep), Section = s.Code, c.Slug, c.Language, Course = c.Title }).AsNoTracking().Take(r.Take).ToListAsync(r.Ct);
        return rows.ConvertAll(l => new SearchHit(l.Title, l.Course.In(r.Texts.Language), Addresses.Lesson(l.Slug, l.Section, l.Id), l.Language)
        { Text = Plain(l.Body), Key = new RankKey(l.Rank, l.Id) });
    }

    private static async Task<IReadOnlyList<SearchHit>> Writing(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(LearningPermissions.Author)) return [];
        var (ranked, lessons, outlines, courses) = (r.Db.LessonsRanked(r.Plain), r.Db.Lessons, r.Db.OutlinesAuthoredBy(r.Actor), r.Db.Courses);
        var (given, rank, id) = r.From;
        var rows = await (from f in ranked
                          join l in lessons on f.Id equals l.Id
                          join o in outlines on l.OutlineId equals o.Id
                          join c in courses on o.CourseId equals c.Id
                          where !given || f.Rank < rank || (f.Rank == rank && l.Id.CompareTo(id) > 0)
                          orderby f.Rank descending, l.Id
                          select new { l.Id, f.Rank, l.Title, Body = l.Body.Substring(0, Deep), c.Slug, c.Language, Course = c.Title }).AsNoTracking().Take(r.Take).ToListAsync(r.Ct);
        return rows.ConvertAll(l => new SearchHit(l.Title, l.Course.In(r.Texts.Language), Addresses.LessonEditor(l.Slug, l.Id), l.Language)
        { Text = Plain(l.Body), Key = new RankKey(l.Rank, l.Id) });
    }

    /// <summary>The words of a lesson without the signs of its Markdown, in one line.</summary>
    internal static string Plain(string markdown) =>
        string.Join(' ', Markdig.Markdown.ToPlainText(string.Join('\n', markdown.Split('\n').Select(TableRow))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The cells of a row of a table, side by side; any other line as it is.</summary>
    private static string TableRow(string line)
    {
        var row = line.Trim();
        if (!row.StartsWith('|')) return line;
        return row.All(c => c is '|' or '-' or ':' or ' ') ? "" : string.Join(" · ", row.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }
}

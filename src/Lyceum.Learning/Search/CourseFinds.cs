using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Learning.Lessons;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Search;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning;

/// <summary>Lessons of one course that were found, best first.</summary>
public sealed record CourseFound(string Course, LocalizedName Title, IReadOnlyList<SearchHit> Hits, string? Next);

/// <summary>What is looked for in a course; with a section, only among its lessons.</summary>
public sealed record CourseSearchFilter(string? Q = null, string? Section = null);

/// <summary>Search within a course: lessons of sections one is in, drafts and all for those who may write them, previews for everybody else.</summary>
public static class CourseFinds
{
    private sealed record Head(Guid Id, LocalizedName Title, string Language, bool Studies);

    /// <summary>Three statements: the course, its lessons, the words to mark. A course of which the reader sees nothing is not there.</summary>
    public static async Task<Result<CourseFound>> Find(
        string course, [AsParameters] CourseSearchFilter filter, [AsParameters] PageRequest page, LyceumDb db, House house, Call call, Texts texts, TimeProvider clock, CancellationToken ct)
    {
        var after = page.After<RankKey>();
        if (!after.Ok) return after.Refusal;
        var (all, enrolments, written) = (db.Sections, db.EnrolmentsToStudy(call.Actor.PersonId), db.CoursesAuthoredBy(call.Actor));
        var slug = course.Replace("\0", "", StringComparison.Ordinal);
        var head = await db.Courses.AsNoTracking()
            .Where(c => c.Slug == slug && (c.State == CourseState.Published || all.Any(s => s.CourseId == c.Id && enrolments.Any(e => e.SectionId == s.Id)) || written.Any(w => w.Id == c.Id)))
            .Select(c => new Head(c.Id, c.Title, c.Language, all.Any(s => s.CourseId == c.Id && enrolments.Any(e => e.SectionId == s.Id)))).SingleOrDefaultAsync(ct);
        if (head is null) return OutlineErrors.NotFound;
        if (SearchWords.Plain(filter.Q) is not { } plain) return new CourseFound(slug, head.Title, [], null);

        var (ranked, lessons, outlines, sections) = (db.LessonsRanked(plain), db.Lessons, db.Outlines, db.Sections);
        var (mine, previews, authored) = (db.LessonsToStudy(call.Actor.PersonId), db.PreviewsFor(call.Actor, clock.GetUtcNow()), db.OutlinesAuthoredBy(call.Actor));
        var (given, rank, id) = (after.Value.Key is not null, after.Value.Key?.Rank ?? 0, after.Value.Key?.Id ?? Guid.Empty);
        var (within, section, of, studies) = (!string.IsNullOrEmpty(filter.Section), filter.Section?.Replace("\0", "", StringComparison.Ordinal), head.Id, head.Studies);
        var rows = await (
            from f in ranked
            join l in lessons on f.Id equals l.Id
            join o in outlines on l.OutlineId equals o.Id
            from s in sections.Where(s => s.Id == o.SectionId).DefaultIfEmpty()
            where o.CourseId == of && (!within || s.Code == section) && (!given || f.Rank < rank || (f.Rank == rank && l.Id.CompareTo(id) > 0))
                // Whoever is in a section reads its lessons, not the master's they were copied from.
                && (mine.Any(m => m.Id == l.Id) || authored.Any(a => a.Id == o.Id) || (!studies && previews.Any(p => p.Id == l.Id)))
            orderby f.Rank descending, l.Id
            select new
            {
                l.Id, f.Rank, l.Title, l.Kind, l.IsPublished, Body = l.Body.Substring(0, LearningSearch.Deep), Section = (string?)s.Code, Writes = authored.Any(a => a.Id == o.Id),
            }).AsNoTracking().Take(page.Take).ToListAsync(ct);

        var hits = rows.ConvertAll(l => new SearchHit(
            l.Title, l.Section is not null ? null : texts[!l.IsPublished ? "learning.lesson.draft" : l.Writes ? "learning.lesson.published" : "learning.preview"],
            l.Section is { } code ? PlanQueries.HrefOf(house, l.Kind, slug, code, l.Id) : l.Writes ? Addresses.LessonEditor(slug, l.Id) : Addresses.Preview(slug, l.Id), head.Language)
        { Text = LearningSearch.Plain(l.Body), Key = new RankKey(l.Rank, l.Id) });
        var cut = Page<SearchHit>.Of(hits, page, h => h.Key!);
        var marks = await SearchMarks.ByStem(db, plain, cut.Items.SelectMany(h => new[] { h.Title, h.Text! }), ct);
        return new CourseFound(slug, head.Title, [.. cut.Items.Select(h => h.Marked(marks))], cut.Next);
    }
}

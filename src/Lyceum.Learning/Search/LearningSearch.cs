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

    private static IQueryable<Guid> LessonsWith(LyceumDb db, string words) =>
        db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM learning.lessons WHERE learning.lesson_words(title, body) @@ to_tsquery('simple', {words})""");

    private static async Task<IReadOnlyList<SearchHit>> Courses(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(LearningPermissions.Study)) return [];
        var enrolments = r.Db.EnrolmentsToStudy(r.Actor.PersonId);
        var found = r.Db.CoursesWith(r.Words);
        var rows = await r.Db.Sections.AsNoTracking().Where(s => found.Contains(s.CourseId) && enrolments.Any(e => e.SectionId == s.Id))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.Id).Take(r.Take).Heads(r.Db).ToListAsync(r.Ct);
        return rows.ConvertAll(s => new SearchHit(
            s.CourseTitle.In(r.Texts.Language), s.CourseCode + r.Texts["ui.comma"] + (s.TermName?.In(r.Texts.Language) ?? r.Texts["learning.own-pace"]),
            Addresses.Plan(s.CourseSlug, s.Code), s.CourseTitle.Spoken(r.Texts.Language).Code));
    }

    private static async Task<IReadOnlyList<SearchHit>> Lessons(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(LearningPermissions.Study)) return [];
        var (found, outlines, sections, courses) = (LessonsWith(r.Db, r.Words), r.Db.Outlines, r.Db.Sections, r.Db.Courses);
        var rows = await (from l in r.Db.LessonsToStudy(r.Actor.PersonId).AsNoTracking()
                          where found.Contains(l.Id)
                          join o in outlines on l.OutlineId equals o.Id
                          join s in sections on o.SectionId equals (Guid?)s.Id
                          join c in courses on s.CourseId equals c.Id
                          orderby l.Title, l.Id
                          select new { l.Id, l.Title, l.Kind, Section = s.Code, c.Slug, c.Language, Course = c.Title }).Take(r.Take).ToListAsync(r.Ct);
        return rows.ConvertAll(l => new SearchHit(l.Title, l.Course.In(r.Texts.Language), Addresses.Lesson(l.Slug, l.Section, l.Id), l.Language));
    }

    private static async Task<IReadOnlyList<SearchHit>> Writing(SearchReading r)
    {
        if (!r.Actor.SignedIn || !r.Actor.May(LearningPermissions.Author)) return [];
        var (found, outlines, courses) = (LessonsWith(r.Db, r.Words), r.Db.OutlinesAuthoredBy(r.Actor), r.Db.Courses);
        var rows = await (from l in r.Db.Lessons.AsNoTracking()
                          where found.Contains(l.Id)
                          join o in outlines on l.OutlineId equals o.Id
                          join c in courses on o.CourseId equals c.Id
                          orderby l.Title, l.Id
                          select new { l.Id, l.Title, c.Slug, c.Language, Course = c.Title }).Take(r.Take).ToListAsync(r.Ct);
        return rows.ConvertAll(l => new SearchHit(l.Title, l.Course.In(r.Texts.Language), Addresses.LessonEditor(l.Slug, l.Id), l.Language));
    }
}

using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>The learners of the sections one teaches, by any of their names. Whoever may read all people finds them among the people.</summary>
internal static class LearnerSearch
{
    public static void Contribute(Contributions add) => add.Search(new SearchSource("learners", 35, "academics.search.learners", "users", Find));

    private static async Task<IReadOnlyList<SearchHit>> Find(SearchReading r)
    {
        if (r.Actor.PersonId is not { } me || !r.Actor.May(AcademicsPermissions.ReadRoster)) return [];
        var (named, taught, names) = (r.Db.PeopleNamed(r.Words), r.Db.TaughtBy(me), r.Db.PersonNames);
        var (courses, terms) = (r.Db.Courses, r.Db.Terms);
        var rows = await (from e in r.Db.Enrolments.AsNoTracking().ManagedBy(r.Actor, AcademicsPermissions.ReadRoster)
                          where (e.State == EnrolmentState.Active || e.State == EnrolmentState.Completed) && named.Contains(e.PersonId)
                          join s in taught on e.SectionId equals s.Id
                          join c in courses on s.CourseId equals c.Id
                          join n in names on e.PersonId equals n.Id
                          from t in terms.Where(t => t.Id == s.TermId).DefaultIfEmpty()
                          orderby n.DisplayName, e.Id
                          select new { n.DisplayName, s.Code, c.Slug, c.Title, Term = t != null ? t.Name : null }).Take(r.Take).ToListAsync(r.Ct);
        return rows.ConvertAll(l => new SearchHit(
            l.DisplayName, l.Title.In(r.Texts.Language) + r.Texts["ui.comma"] + (l.Term?.In(r.Texts.Language) ?? l.Code),
            $"/teach/{Uri.EscapeDataString(l.Slug)}/{Uri.EscapeDataString(l.Code)}/roster?q={Uri.EscapeDataString(l.DisplayName)}"));
    }
}

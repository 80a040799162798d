using Lyceum.Academics;
using Lyceum.Assessment.Quizzes;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Marking;

/// <summary>What waits for a mark in the sections one teaches, the section whose learners have waited longest first. One statement.</summary>
internal static class TodayMarking
{
    private const int MostSections = 5;

    public static async Task<IReadOnlyList<TodayItem>> Items(TodayReading reading)
    {
        if (reading.Actor.PersonId is not { } me || !reading.Actor.May(AssessmentPermissions.MarkAnswers)) return [];
        var (db, texts) = (reading.Db, reading.Texts);
        var (courses, taught) = (db.Courses, db.TaughtBy(me));
        var waiting = await (
            from g in db.Marks.Where(m => m.Points == null && taught.Any(s => s.Id == m.SectionId)).GroupBy(m => m.SectionId).Select(g => new { Section = g.Key, Count = g.Count(), Oldest = g.Min(m => m.HandedInAt) })
            join s in taught on g.Section equals s.Id
            join c in courses on s.CourseId equals c.Id
            orderby g.Oldest
            select new { g.Count, g.Oldest, c.Slug, c.Title, s.Code }).AsNoTracking().Take(MostSections).ToListAsync(reading.Ct);
        return
        [
            .. waiting.Select(w => new TodayItem(
                "needs", w.Oldest, texts["assessment.today.waiting", ("count", w.Count)], texts["assessment.today.where", ("course", w.Title), ("section", w.Code)],
                Addresses.Marking(w.Slug, w.Code), texts["assessment.today.mark"])),
        ];
    }
}

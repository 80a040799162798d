using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>The attempts of a section at a glance: how they ended, and the results in tens of percent. Quizzes that have been tried, to look at one of them.</summary>
internal sealed record ResultSpread(IReadOnlyList<ChartShare> Ends, IReadOnlyList<ChartPoint> Results, IReadOnlyList<(Guid Id, string Title)> Quizzes)
{
    private const int Tens = 10;

    /// <summary>Counts of the section, of one quiz where it is named. One statement; the section has been found under the reader's right before.</summary>
    public static async Task<ResultSpread> Of(Guid sectionId, Guid? quiz, LyceumDb db, Texts texts, CancellationToken ct)
    {
        var lessons = db.Lessons;
        var rows = await (
            from a in db.Attempts
            join l in lessons on a.LessonId equals l.Id
            where a.SectionId == sectionId
            // The last ten holds the whole result too: 90 to 100.
            let ten = a.Percent == null ? (int?)null : (int)(a.Percent.Value >= 100 ? 9 : a.Percent.Value / 10)
            group a by new { l.Id, l.Title, a.State, a.Passed, Ten = ten } into g
            select new { g.Key.Id, g.Key.Title, g.Key.State, g.Key.Passed, g.Key.Ten, Count = g.Count() }).ToListAsync(ct);
        var chosen = rows.Where(r => quiz is null || r.Id == quiz).ToList();
        ChartShare Share(StatusKind kind, string word, int count) => new(kind, texts["assessment.state." + word], count, texts["assessment.attempts.count", ("count", count)]);
        return new ResultSpread(
            [
                Share(StatusKind.Ok, "passed", chosen.Where(r => r.State == AttemptState.Graded && r.Passed == true).Sum(r => r.Count)),
                Share(StatusKind.Warn, "not-passed", chosen.Where(r => r.State == AttemptState.Graded && r.Passed != true).Sum(r => r.Count)),
                Share(StatusKind.Wait, "submitted", chosen.Where(r => r.State == AttemptState.Submitted).Sum(r => r.Count)),
                Share(StatusKind.Half, "open", chosen.Where(r => r.State == AttemptState.Open).Sum(r => r.Count)),
            ],
            [.. Enumerable.Range(0, Tens).Select(i => (From: i * 10, Count: chosen.Where(r => r.State == AttemptState.Graded && r.Ten == i).Sum(r => r.Count)))
                .Select(t => new ChartPoint(texts["assessment.spread.ten", ("from", t.From), ("to", t.From == 90 ? 100 : t.From + 9)], t.Count, texts["assessment.attempts.count", ("count", t.Count)]))],
            [.. rows.Select(r => (r.Id, r.Title)).Distinct().OrderBy(q => q.Id)]);
    }
}

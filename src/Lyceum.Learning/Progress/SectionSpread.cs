using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>How far a whole section is: its learners counted by the share of lessons they have done.</summary>
internal static class SectionSpread
{
    /// <summary>The ranges in their order: nothing, four quarters, everything. Nobody who has done a lesson stands under nothing, and only who has done all under all.</summary>
    private static readonly string[] Ranges = ["none", "first", "second", "third", "fourth", "all"];

    /// <summary>Learners by range. One statement.</summary>
    public static async Task<IReadOnlyList<ChartPoint>> Of(Guid sectionId, LyceumDb db, Texts texts, CancellationToken ct)
    {
        var progress = db.SectionProgress;
        var counts = await (
            from e in db.Enrolments
            from p in progress.Where(p => p.SectionId == e.SectionId && p.PersonId == e.PersonId).DefaultIfEmpty()
            where e.SectionId == sectionId && (e.State == EnrolmentState.Active || e.State == EnrolmentState.Completed)
            let done = (int?)p.Completed ?? 0
            let total = (int?)p.Total ?? 0
            let range = done == 0 || total == 0 ? 0 : done >= total ? Ranges.Length - 1 : 1 + (done * 4 / total)
            group e by range into r
            select new { Range = r.Key, Count = r.Count() }).ToDictionaryAsync(r => r.Range, r => r.Count, ct);
        return [.. Ranges.Select((range, i) => new ChartPoint(texts["learning.spread." + range], counts.GetValueOrDefault(i), texts["learning.spread.learners", ("count", counts.GetValueOrDefault(i))]))];
    }
}

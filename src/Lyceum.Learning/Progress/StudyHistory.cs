using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Ui;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>Something that happened to a learner in a section. <paramref name="Word"/> is <c>enrolled</c>, <c>began</c>, <c>finished</c> or <c>all</c>.</summary>
internal sealed record StudyEvent(string Word, DateTimeOffset At, string? Lesson, string? Href, decimal? BestScore);

/// <summary>A learner's own way through a section: lessons done by the end of each week, and what happened, the newest first.</summary>
internal sealed record StudyHistory(
    string Course, string Section, LocalizedName Title, string Language, int Completed, int Total, IReadOnlyList<ChartPoint> Weeks, IReadOnlyList<StudyEvent> Events, int Earlier)
{
    private const int MostWeeks = 12;
    private const int MostEvents = 40;

    private sealed record Row(Guid Id, string Title, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, decimal? BestScore, bool Counts);

    /// <summary>The history of the signed-in learner, or none where they are not in the section. Three statements.</summary>
    public static async Task<StudyHistory?> Read(string course, string section, LyceumDb db, Call call, Texts texts, TimeZoneInfo zone, DateTimeOffset now, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } me || await PlanStatements.Head(db, me, course, section, ct) is not { } head) return null;
        var (lessons, progress, outlines) = (db.Lessons, db.SectionProgress, db.Outlines);
        var enrolment = await (
            from e in db.Enrolments
            where e.Id == head.EnrolmentId
            from p in progress.Where(p => p.SectionId == head.SectionId && p.PersonId == me).DefaultIfEmpty()
            select new { EnrolledAt = e.ActivatedAt ?? e.RequestedAt, Finished = p.CompletedAt, Total = lessons.Count(l => l.IsPublished && outlines.Any(o => o.Id == l.OutlineId && o.SectionId == head.SectionId)) }).SingleAsync(ct);
        var rows = await (
            from p in db.LessonProgress
            join l in lessons on p.LessonId equals l.Id
            where p.SectionId == head.SectionId && p.PersonId == me
            select new Row(l.Id, l.Title, p.StartedAt, p.CompletedAt, p.BestScore, l.IsPublished)).AsNoTracking().ToListAsync(ct);

        List<StudyEvent> events = [new("enrolled", enrolment.EnrolledAt, null, null, null)];
        foreach (var row in rows)
        {
            var href = row.Counts ? Addresses.Lesson(course, section, row.Id) : null;   // a lesson that was taken back is remembered and cannot be opened
            if (row.CompletedAt is { } done) events.Add(new("finished", done, row.Title, href, row.BestScore));
            else events.Add(new("began", row.StartedAt, row.Title, href, null));
        }
        if (enrolment.Finished is { } all) events.Add(new("all", all, null, null, null));
        events.Sort((a, b) => b.At.CompareTo(a.At));
        var counted = rows.Where(r => r.Counts && r.CompletedAt is not null).Select(r => r.CompletedAt!.Value).ToList();
        return new StudyHistory(
            course, section, head.Title, head.Language, counted.Count, enrolment.Total, ByWeek(counted, enrolment.EnrolledAt, texts, zone, now),
            [.. events.Take(MostEvents)], Math.Max(0, events.Count - MostEvents));
    }

    /// <summary>Lessons done by the end of each week, from the week of the enrolment or the twelfth before this one. Weeks begin on Monday in the reader's zone (ISO 8601).</summary>
    private static IReadOnlyList<ChartPoint> ByWeek(List<DateTimeOffset> done, DateTimeOffset enrolled, Texts texts, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (first, last) = (Monday(enrolled, zone), Monday(now, zone));
        // Two weeks at least: a line needs two ends.
        var weeks = Math.Clamp(((last.DayNumber - first.DayNumber) / 7) + 1, 2, MostWeeks);
        return [.. Enumerable.Range(0, weeks).Select(i => last.AddDays(-7 * (weeks - 1 - i))).Select(monday =>
        {
            var count = done.Count(at => Monday(at, zone) <= monday);
            return new ChartPoint(texts.ShortDay(monday), count, texts["learning.history.lessons", ("count", count)]);
        })];
    }

    private static DateOnly Monday(DateTimeOffset at, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }
}

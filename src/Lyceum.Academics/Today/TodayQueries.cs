using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Today;

/// <summary>What Academics itself has to say on Today: sections that begin, and the next date of an empty day.</summary>
internal static class TodayQueries
{
    /// <summary>Sections that begin today, for those who learn or teach in them; and how many one teaches. One statement.</summary>
    public static async Task<IReadOnlyList<TodayItem>> Items(TodayReading reading)
    {
        if (reading.Actor.PersonId is not { } me) return [];
        var zone = Zones.Find((await reading.Db.Institutions.AsNoTracking().Select(i => i.Zone).SingleOrDefaultAsync(reading.Ct)));
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(reading.Now, zone).DateTime);
        var starting = await Mine(reading.Db, me).Where(s => s.StartsOn == today).OrderBy(s => s.Code).Take(20).Heads(reading.Db).ToListAsync(reading.Ct);
        var taught = (await reading.Db.TaughtBy(me).Where(s => s.StartsOn == today).Select(s => s.Id).ToListAsync(reading.Ct)).ToHashSet();
        return [.. starting.Select(s => new TodayItem(
            "today", null, reading.Texts["academics.today.begins", ("course", s.CourseTitle)], s.TermName?.In(reading.Texts.Language),
            taught.Contains(s.Id) ? $"/teach/{Uri.EscapeDataString(s.CourseSlug)}/{s.Code}" : $"/courses/{Uri.EscapeDataString(s.CourseSlug)}/{s.Code}"))];
    }

    /// <summary>The next first day of a section one learns or teaches in; null where there is none.</summary>
    public static async Task<(DateOnly On, string Course)?> NextDate(LyceumDb db, Call call, DateOnly today, Texts texts, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } me) return null;
        var courses = db.Courses;
        var next = await (from s in Mine(db, me)
                          join c in courses on s.CourseId equals c.Id
                          where s.StartsOn > today
                          orderby s.StartsOn
                          select new { s.StartsOn, c.Title }).FirstOrDefaultAsync(ct);
        return next is null ? null : (next.StartsOn!.Value, next.Title.In(texts.Language));
    }

    private static IQueryable<Section> Mine(LyceumDb db, Guid me) => db.Sections.AsNoTracking().Where(s =>
        s.State != SectionState.Closed && (s.Teachers.Any(t => t.PersonId == me) || s.Enrolments.Any(e => e.PersonId == me && e.State == EnrolmentState.Active)));
}

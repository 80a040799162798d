using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>Where a learner stands with a lesson.</summary>
public enum PlanState
{
    NotStarted,
    Started,
    Completed,
}

/// <summary>A lesson as a line of the plan. <see cref="Number"/> is unit and place as people say it: 4.3.</summary>
public sealed record PlanLesson(Guid Id, string Number, string Kind, string Title, int Minutes, PlanState State, int Position, decimal? BestScore, string Href);

/// <summary>A unit of the plan with how many of its lessons are done.</summary>
public sealed record PlanUnit(Guid Id, int Number, string Title, int Completed, IReadOnlyList<PlanLesson> Lessons);

/// <summary>The lesson to go on with: the one last opened and not finished, else the first not done.</summary>
public sealed record NextLesson(PlanLesson Lesson, DateTimeOffset? StoppedAt);

/// <summary>A section as its learner sees it: what is next, how far, and the plan.</summary>
public sealed record CourseHome(
    Guid SectionId, string Course, string Section, string Code, string Language, LocalizedName Title, LocalizedName? Term, decimal Credits, EnrolmentState Enrolment,
    int Completed, int Total, int MinutesLeft, NextLesson? Next, IReadOnlyList<PlanUnit> Units, Guid EnrolmentId);

/// <summary>One of my courses with how far I am.</summary>
public sealed record MyCourse(
    Guid EnrolmentId, Guid SectionId, string Course, string Section, string Code, string Language, LocalizedName Title, LocalizedName? Term, string Icon,
    EnrolmentState Enrolment, int Completed, int Total, DateTimeOffset? LastSeenAt, string? NextTitle, string Href);

/// <summary>Reads of the learner's own courses.</summary>
public static class PlanQueries
{
    /// <summary>My courses, newest enrolment first. One statement.</summary>
    public static async Task<Result<Page<MyCourse>>> Mine(LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var (given, key) = (after.Value.Given, after.Value.Key);
        var (progress, lessons, terms) = (db.SectionProgress, db.Lessons, db.Terms);
        var rows = await (
            from e in db.EnrolmentsToStudy(call.Actor.PersonId)
            join s in db.Sections on e.SectionId equals s.Id
            join c in db.Courses on s.CourseId equals c.Id
            from t in terms.Where(t => t.Id == s.TermId).DefaultIfEmpty()
            from p in progress.Where(p => p.SectionId == s.Id && p.PersonId == e.PersonId).DefaultIfEmpty()
            from l in lessons.Where(l => l.Id == p.LastLessonId).DefaultIfEmpty()
            where !given || e.Id.CompareTo(key) < 0
            orderby e.Id descending
            select new
            {
                e.Id, SectionId = s.Id, c.Slug, s.Code, Course = c.Code, c.Language, c.Title, Term = (LocalizedName?)t.Name, c.Icon, e.State,
                Completed = (int?)p.Completed, Total = (int?)p.Total, Seen = (DateTimeOffset?)p.LastSeenAt, Last = (string?)l.Title,
            }).AsNoTracking().Take(page.Take).ToListAsync(ct);
        var mine = rows.ConvertAll(r => new MyCourse(
            r.Id, r.SectionId, r.Slug, r.Code, r.Course, r.Language, r.Title, r.Term, r.Icon, r.State, r.Completed ?? 0, r.Total ?? 0, r.Seen, r.Last, Addresses.Plan(r.Slug, r.Code)));
        return Page<MyCourse>.Of(mine, page, m => m.EnrolmentId);
    }

    /// <summary>A section's home for the signed-in learner. Two statements: who and how far, then the plan.</summary>
    public static async Task<Result<CourseHome>> Home(string course, string section, LyceumDb db, House house, Call call, CancellationToken ct)
    {
        if (call.Actor.PersonId is not { } person || await PlanStatements.Head(db, person, course, section, ct) is not { } head) return ProgressErrors.SectionNotFound;
        var units = head.Outline is { } outline ? await Plan(db, house, outline, person, head.Slug, head.Code, ct) : [];
        var all = units.SelectMany(u => u.Lessons).ToList();
        return new CourseHome(
            head.SectionId, head.Slug, head.Code, head.Course, head.Language, head.Title, head.Term, head.Credits, head.State,
            all.Count(l => l.State == PlanState.Completed), all.Count, all.Sum(MinutesLeft), Next(all, head.Last, head.Seen), units, head.EnrolmentId);
    }

    /// <summary>The published lessons of a section's outline with one learner's progress, in order. One statement.</summary>
    internal static async Task<IReadOnlyList<PlanUnit>> Plan(LyceumDb db, House house, Guid outline, Guid person, string course, string section, CancellationToken ct)
    {
        List<PlanUnit> units = [];
        List<PlanLesson> lessons = [];
        await foreach (var r in PlanStatements.Lines(db, outline, person).WithCancellation(ct))
        {
            if (units.Count == 0 || units[^1].Id != r.UnitId) units.Add(new PlanUnit(r.UnitId, units.Count + 1, r.Unit, 0, lessons = []));
            lessons.Add(new PlanLesson(r.Id, $"{units.Count}.{lessons.Count + 1}", r.Kind, r.Title, r.Minutes, StateOf(r.State), r.Position ?? 0, r.BestScore, HrefOf(house, r.Kind, course, section, r.Id)));
        }
        return units.ConvertAll(u => u with { Completed = u.Lessons.Count(l => l.State == PlanState.Completed) });
    }

    internal static string HrefOf(House house, string kind, string course, string section, Guid id) =>
        house.Contributions.LessonKinds.TryGetValue(kind, out var known) && known.PlayerHref is { } href ? href(Addresses.E(course), Addresses.E(section), id) : Addresses.Lesson(course, section, id);

    internal static PlanState StateOf(StudyState? state) => state switch
    {
        StudyState.Completed => PlanState.Completed,
        StudyState.Started => PlanState.Started,
        _ => PlanState.NotStarted,
    };

    /// <summary>Minutes a lesson still takes, by where the learner stopped; rounded up.</summary>
    internal static int MinutesLeft(PlanLesson lesson) => lesson.State switch
    {
        PlanState.Completed => 0,
        PlanState.Started => (int)Math.Ceiling(lesson.Minutes * (1000 - lesson.Position) / 1000m),
        _ => lesson.Minutes,
    };

    private static NextLesson? Next(List<PlanLesson> all, Guid? last, DateTimeOffset? seen)
    {
        if (all.Find(l => l.Id == last && l.State != PlanState.Completed) is { } stopped) return new NextLesson(stopped, seen);
        // After the last one finished comes the one behind it; what was skipped comes at the end.
        var from = all.FindIndex(l => l.Id == last) + 1;
        var next = all.Skip(from).FirstOrDefault(l => l.State != PlanState.Completed) ?? all.Find(l => l.State != PlanState.Completed);
        return next is null ? null : new NextLesson(next, null);
    }
}

using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>Shows a course in the catalogue, once nothing is missing any more.</summary>
[Requires(AcademicsPermissions.EditCourse)]
public sealed record PublishCourse(Guid CourseId);

/// <summary>Takes a course out of the catalogue; those enrolled keep their place.</summary>
[Requires(AcademicsPermissions.EditCourse)]
public sealed record WithdrawCourse(Guid CourseId);

/// <summary>Carries out <see cref="PublishCourse"/> and <see cref="WithdrawCourse"/>.</summary>
public static class PublishingCourses
{
    public static async Task<Result<CourseView>> Publish(PublishCourse command, Act act)
    {
        var course = await Find(command.CourseId, act);
        if (!course.Ok) return course.Refusal;
        var gaps = await Gaps(act.Db, act.Get<House>(), course.Value, act.Ct);
        if (gaps.Count > 0) return CourseErrors.NotReady with { Fields = [.. gaps.Select(g => new FieldError("course", g.TextKey, [.. g.Args]))] };
        return course.Value.Publish(act.Now).Map(c => c.ToView());
    }

    public static async Task<Result<CourseView>> Withdraw(WithdrawCourse command, Act act) =>
        (await Find(command.CourseId, act)).Then(c => c.Withdraw()).Map(c => c.ToView());

    /// <summary>What a course still lacks: Academics' own words first, then what the rooms above know.</summary>
    internal static async Task<IReadOnlyList<PublishGap>> Gaps(LyceumDb db, House house, Course course, CancellationToken ct)
    {
        List<PublishGap> gaps = [];
        if (course.Summary.IsEmpty) gaps.Add(new PublishGap("academics.course.gap.summary", [], $"/admin/courses/{course.Slug}"));
        if (!await db.Sections.AnyAsync(s => s.CourseId == course.Id && s.State != Sections.SectionState.Closed, ct))
            gaps.Add(new PublishGap("academics.course.gap.section", [], $"/admin/courses/{course.Slug}"));
        // A course that is announced (outline and start date, lessons to come) owes nobody lessons yet.
        if (course.Announced.Count > 0) return gaps;
        foreach (var check in house.Contributions.PublishChecks) gaps.AddRange(await check(db, course.Id, ct));
        return gaps;
    }

    /// <summary>The course, locked, in the version its reader saw.</summary>
    internal static async Task<Result<Course>> Find(Guid id, Act act)
    {
        var course = await act.Db.Courses.ManagedBy(act.Actor, AcademicsPermissions.EditCourse).ForUpdate().SingleOrDefaultAsync(c => c.Id == id, act.Ct);
        if (course is null) return CourseErrors.NotFound;
        return act.CheckVersion(course.Version) is { } stale ? stale : course;
    }
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>Changes what a course says of itself. A changed slug leaves the old one behind as a redirect.</summary>
[Requires(AcademicsPermissions.EditCourse)]
public sealed record ChangeCourse(Guid CourseId, [Required] CourseDetails Course);

/// <summary>Carries out <see cref="ChangeCourse"/>.</summary>
public static class ChangingCourses
{
    public static async Task<Result<CourseView>> Handle(ChangeCourse command, Act act)
    {
        var course = await act.Db.Courses.ManagedBy(act.Actor, AcademicsPermissions.EditCourse).ForUpdate().SingleOrDefaultAsync(c => c.Id == command.CourseId, act.Ct);
        if (course is null) return CourseErrors.NotFound;
        if (act.CheckVersion(course.Version) is { } stale) return stale;
        if (course.State == CourseState.Archived) return CourseErrors.Archived;
        var given = command.Course;
        if (given.ProgrammeId is { } programme && programme != course.ProgrammeId && !await act.Db.Programmes.AnyAsync(p => p.Id == programme, act.Ct)) return CourseErrors.NoProgramme;
        if (given.Slug is { } wanted && await Rename(course, Slugs.Of(wanted), act) is { } refusal) return refusal;
        given.WriteTo(course);
        return course.ToView();
    }

    private static async Task<Refusal?> Rename(Course course, string slug, Act act)
    {
        if (slug.Length == 0) return CourseErrors.NoSlug;
        if (slug == course.Slug) return null;
        var former = act.Db.Set<FormerSlug>();
        var known = await former.SingleOrDefaultAsync(f => f.Slug == slug, act.Ct);
        if (known is not null && known.CourseId != course.Id) return CourseErrors.SlugTaken;
        if (await act.Db.Courses.AnyAsync(c => c.Slug == slug, act.Ct)) return CourseErrors.SlugTaken;
        if (known is not null) former.Remove(known);   // back to a name it once had
        former.Add(new FormerSlug { Slug = course.Slug, CourseId = course.Id });
        course.Slug = slug;
        return null;
    }
}

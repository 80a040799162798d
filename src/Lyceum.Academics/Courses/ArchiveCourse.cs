using Lyceum.Academics.Enrolments;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>Puts a course away; refused while somebody studies in it. Those who wait for a place are taken off the list and told.</summary>
[Requires(AcademicsPermissions.EditCourse), InPerson]
public sealed record ArchiveCourse(Guid CourseId);

/// <summary>Takes a course out of the archive, as a draft.</summary>
[Requires(AcademicsPermissions.EditCourse)]
public sealed record BringBackCourse(Guid CourseId);

/// <summary>Carries out <see cref="ArchiveCourse"/> and <see cref="BringBackCourse"/>.</summary>
public static class ArchivingCourses
{
    public static async Task<Result<CourseView>> Archive(ArchiveCourse command, Act act)
    {
        // Locked before anybody is counted: an enrolment under way holds the course shared (trigger enrolments_course_in_use) until it commits, so it is
        // among those counted here; one that comes later finds the course archived. Whoever moves up at this moment may have a waiting row that this act
        // wants while it wants the course: one of the two is then tried again by the door.
        var found = await PublishingCourses.Find(command.CourseId, act);
        if (!found.Ok) return found.Refusal;
        var course = found.Value;
        if (course.State == CourseState.Archived) return course.ToView();
        if (await act.Db.Enrolments.AnyAsync(e => e.Section!.CourseId == course.Id && e.State == EnrolmentState.Active, act.Ct)) return CourseErrors.HasLearners;

        var waiting = await act.Db.Enrolments.Include(e => e.Section).Where(e => e.Section!.CourseId == course.Id && e.State == EnrolmentState.Waitlisted).ToListAsync(act.Ct);
        foreach (var enrolment in waiting)
        {
            if (!enrolment.Move(EnrolmentState.Withdrawn, enrolment.Section!, act.Now).Ok) throw new InvalidOperationException("Whoever waits may be taken off the list.");
            act.Notify(enrolment.PersonId, "academics.wait.archived", [("course", course.Title)], "/catalogue");
        }
        return course.Archive().Map(c => c.ToView());
    }

    public static async Task<Result<CourseView>> BringBack(BringBackCourse command, Act act) =>
        (await PublishingCourses.Find(command.CourseId, act)).Then(c => c.BringBack()).Map(c => c.ToView());
}

/// <summary>A section with those who keep a course from being archived, and those who wait in vain for it.</summary>
public sealed record SectionInUse(string Code, int Active, int Waiting);

/// <summary>What archiving a course would meet.</summary>
/// <param name="Sections">Sections in which somebody studies or waits.</param>
/// <param name="Finished">Learners who have finished and go on reading.</param>
/// <param name="UnderWay">What rooms above count.</param>
public sealed record ArchiveOutlook(IReadOnlyList<SectionInUse> Sections, int Finished, IReadOnlyList<UnderWay> UnderWay)
{
    public int Active => Sections.Sum(s => s.Active);

    public int Waiting => Sections.Sum(s => s.Waiting);
}

/// <summary>Reads before a course is archived.</summary>
internal static class ArchiveQueries
{
    /// <summary>The numbers behind the decision; the act counts once more under its lock. One statement, and one for each room above that counts.</summary>
    public static async Task<ArchiveOutlook> Outlook(Guid course, LyceumDb db, House house, CancellationToken ct)
    {
        var rows = await db.Sections.AsNoTracking().Where(s => s.CourseId == course).OrderBy(s => s.Code).Select(s => new
        {
            s.Code,
            Active = s.Enrolments.Count(e => e.State == EnrolmentState.Active),
            Waiting = s.Enrolments.Count(e => e.State == EnrolmentState.Waitlisted),
            Finished = s.Enrolments.Count(e => e.State == EnrolmentState.Completed),
        }).ToListAsync(ct);
        List<UnderWay> under = [];
        foreach (var count in house.Contributions.ArchiveCounts) under.Add(await count(db, course, ct));
        return new ArchiveOutlook(
            [.. rows.Where(r => r.Active + r.Waiting > 0).Select(r => new SectionInUse(r.Code, r.Active, r.Waiting))], rows.Sum(r => r.Finished), [.. under.Where(u => u.Count > 0)]);
    }
}

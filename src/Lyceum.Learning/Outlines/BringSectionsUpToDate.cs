using System.ComponentModel.DataAnnotations;
using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Carries the published lessons of a course into the outline of every section that is not closed.</summary>
[Requires(LearningPermissions.Author)]
public sealed record BringSectionsUpToDate([Required, StringLength(100)] string Course);

/// <summary>Carries out <see cref="BringSectionsUpToDate"/>, and gives a section its outline when its first learner comes.</summary>
public static class BringingSectionsUpToDate
{
    public static async Task<Result<OutlineCarried>> Handle(BringSectionsUpToDate command, Act act)
    {
        var course = await act.Db.CoursesAuthoredBy(act.Actor).Where(c => c.Slug == command.Course).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(act.Ct);
        if (course is null) return OutlineErrors.NotFound;
        // One order for all who carry over several sections, so that none waits in a circle.
        var sections = await act.Db.Sections.Where(s => s.CourseId == course && s.State != SectionState.Closed).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(act.Ct);
        var all = new OutlineCarried(0, 0, 0);
        foreach (var section in sections)
        {
            var carried = await act.Run(new UpdateSectionOutline(section), UpdatingSectionOutlines.Handle);
            if (!carried.Ok) return carried.Refusal;
            all = new OutlineCarried(all.Added + carried.Value.Added, all.Changed + carried.Value.Changed, all.Withdrawn + carried.Value.Withdrawn);
        }
        return all;
    }

    /// <summary>A section that nobody has brought up to date yet gets its outline with its first learner.</summary>
    internal static async Task OnEnrolment(EnrolmentActivated happened, JobRun run)
    {
        if (await run.Db.Outlines.AnyAsync(o => o.SectionId == happened.SectionId, run.Ct)) return;
        var carried = await run.Run(new UpdateSectionOutline(happened.SectionId), UpdatingSectionOutlines.Handle);
        if (!carried.Ok) throw JobRun.Refused(carried.Refusal);
    }
}

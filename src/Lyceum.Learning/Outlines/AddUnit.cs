using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Adds a unit at the end of a course's outline; the first one begins the outline.</summary>
/// <param name="Course">The course's slug.</param>
[Requires(LearningPermissions.Author)]
public sealed record AddUnit([Required, StringLength(100)] string Course, [Required, StringLength(200)] string Title);

/// <summary>A unit as its author sees it.</summary>
public sealed record UnitAdded(Guid Id, string Title, int Position);

/// <summary>Carries out <see cref="AddUnit"/>.</summary>
public static class AddingUnits
{
    public static async Task<Result<UnitAdded>> Handle(AddUnit command, Act act)
    {
        var course = await act.Db.CoursesAuthoredBy(act.Actor).Where(c => c.Slug == command.Course).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(act.Ct);
        if (course is not { } courseId) return OutlineErrors.NotFound;

        // Two who begin at once: the unique index lets one row in, then both wait on its lock.
        await act.Db.Database.ExecuteSqlAsync(
            $"INSERT INTO learning.outlines (id, course_id) VALUES ({act.NewId()}, {courseId}) ON CONFLICT (course_id) WHERE section_id IS NULL DO NOTHING", act.Ct);
        var outline = await act.Db.Outlines.ForUpdate().SingleAsync(o => o.CourseId == courseId && o.SectionId == null, act.Ct);
        var last = await act.Db.Units.Where(u => u.OutlineId == outline.Id).MaxAsync(u => (int?)u.Position, act.Ct) ?? 0;
        var unit = new Unit { Id = act.NewId(), OutlineId = outline.Id, Title = command.Title.Trim(), Position = last + 1 };
        act.Db.Add(unit);
        return new UnitAdded(unit.Id, unit.Title, unit.Position);
    }
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Academics;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Adds a lesson at the end of a unit, as a draft.</summary>
[Requires(LearningPermissions.Author)]
public sealed record AddLesson(Guid UnitId, [Required, StringLength(30)] string Kind, [Required, StringLength(200)] string Title, [Range(0, 1440)] int Minutes);

/// <summary>A lesson just added, and where it is written.</summary>
public sealed record LessonAdded(Guid Id, string Kind, string Title, int Position, string EditorHref);

/// <summary>Carries out <see cref="AddLesson"/>.</summary>
public static class AddingLessons
{
    public static async Task<Result<LessonAdded>> Handle(AddLesson command, Act act)
    {
        if (!act.Get<House>().Contributions.LessonKinds.TryGetValue(command.Kind, out var kind)) return OutlineErrors.UnknownKind;
        if (await act.UnitToWrite(command.UnitId) is not { } unit) return OutlineErrors.NotFound;
        var last = await act.Db.Lessons.Where(l => l.UnitId == unit.Id).MaxAsync(l => (int?)l.Position, act.Ct) ?? 0;
        var lesson = new Lesson
        {
            Id = act.NewId(),
            OutlineId = unit.OutlineId,
            UnitId = unit.Id,
            Kind = kind.Name,
            Title = command.Title.Trim(),
            Minutes = command.Minutes,
            Position = last + 1,
        };
        act.Db.Add(lesson);
        var (outlines, courses) = (act.Db.Outlines, act.Db.Courses);
        var slug = await courses.Where(c => outlines.Any(o => o.Id == unit.OutlineId && o.CourseId == c.Id)).Select(c => c.Slug).SingleAsync(act.Ct);
        return new LessonAdded(lesson.Id, lesson.Kind, lesson.Title, lesson.Position, OutlineQueries.EditorHref(act.Get<House>(), slug, lesson.Kind, lesson.Id));
    }
}

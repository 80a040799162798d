using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Moves a lesson within its unit or to another unit of the same outline.</summary>
/// <param name="Position">From 1; beyond the end is the end.</param>
[Requires(LearningPermissions.Author)]
public sealed record MoveLesson(Guid LessonId, Guid UnitId, [Range(1, 1000)] int Position);

/// <summary>Carries out <see cref="MoveLesson"/>.</summary>
public static class MovingLessons
{
    public static async Task<Result<Done>> Handle(MoveLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        var target = await act.LessonsOf(command.UnitId);
        if (lesson.UnitId != command.UnitId)
        {
            if (!await act.Db.Units.AnyAsync(u => u.Id == command.UnitId && u.OutlineId == lesson.OutlineId, act.Ct)) return OutlineErrors.NotFound;
            var left = await act.LessonsOf(lesson.UnitId);
            left.Remove(lesson);
            Places.Close(left);
            lesson.UnitId = command.UnitId;
        }
        Places.Put(target, lesson, command.Position);
        return Done.It;
    }
}

using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>Takes a lesson out of the master outline. One that a section has taken over is unpublished instead: its learners' record may need it.</summary>
[Requires(LearningPermissions.Author), InPerson]
public sealed record RemoveLesson(Guid LessonId);

/// <summary>Carries out <see cref="RemoveLesson"/>.</summary>
public static class RemovingLessons
{
    public static async Task<Result<Done>> Handle(RemoveLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        if (await act.Db.Lessons.AnyAsync(l => l.SourceId == lesson.Id, act.Ct)) return OutlineErrors.LessonInUse;
        var rest = await act.LessonsOf(lesson.UnitId);
        rest.Remove(lesson);
        Places.Close(rest);
        act.Db.Remove(lesson);
        return Done.It;
    }
}

using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>
/// A room says that what hangs on a lesson has changed (a question of a quiz), so that sections see that the master has moved on.
/// No route carries it: only another handler runs it. The outline stays locked until the door commits.
/// </summary>
[Requires(LearningPermissions.Author)]
public sealed record ReviseLesson(Guid LessonId);

/// <summary>The lesson that was revised.</summary>
public sealed record LessonRevised(Guid Id, string Kind);

/// <summary>Carries out <see cref="ReviseLesson"/>.</summary>
public static class RevisingLessons
{
    public static async Task<Result<LessonRevised>> Handle(ReviseLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        await act.Db.Lessons.Where(l => l.Id == lesson.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Version, l => l.Version + 1), act.Ct);
        return new LessonRevised(lesson.Id, lesson.Kind);
    }
}

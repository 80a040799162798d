using Lyceum.Platform;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Outlines;

/// <summary>Gives a lesson the file or film it is about; null takes it away.</summary>
[Requires(LearningPermissions.Author)]
public sealed record SetLessonFile(Guid LessonId, Guid? FileId);

/// <summary>Carries out <see cref="SetLessonFile"/>.</summary>
public static class SettingLessonFiles
{
    public static async Task<Result<LessonSaved>> Handle(SetLessonFile command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        if (await Set(command.FileId, lesson, act) is { } refusal) return refusal;
        return new LessonSaved(lesson.Id, act.Now);
    }

    internal static async Task<Refusal?> Set(Guid? id, Lesson lesson, Act act)
    {
        if (id == lesson.FileId) return null;
        if (id is null)
        {
            (lesson.FileId, lesson.FileHash, lesson.FileName, lesson.FileType, lesson.FileSize) = (null, null, null, null, null);
            return null;
        }
        // Only a file of the author's own: an id alone must not open somebody else's file to a class.
        var file = await FileQueries.Visible(act.Db, act.Actor, id.Value, act.Ct);
        if (!file.Ok) return OutlineErrors.UnknownFile;
        (lesson.FileId, lesson.FileHash, lesson.FileName, lesson.FileType, lesson.FileSize) = (file.Value.Id, file.Value.Hash, file.Value.Name, file.Value.MediaType, file.Value.Size);
        return null;
    }
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Outlines;

/// <summary>Changes everything a lesson says of itself. Learners see it when the section's outline is brought up to date.</summary>
/// <param name="Href">http or https, of a video or link.</param>
/// <param name="FileId">A file the author brought; the one the lesson has already may stay, whoever brought it.</param>
[Requires(LearningPermissions.Author)]
public sealed record ChangeLesson(
    Guid LessonId, [Required, StringLength(200)] string Title, [Range(0, 1440)] int Minutes, [StringLength(200_000)] string Body,
    [StringLength(2000)] string? Href, Guid? FileId, bool IsPreview);

/// <summary>Carries out <see cref="ChangeLesson"/>.</summary>
public static class ChangingLessons
{
    public static async Task<Result<LessonSaved>> Handle(ChangeLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        if (act.CheckVersion(lesson.Version) is { } stale) return stale;
        var href = string.IsNullOrWhiteSpace(command.Href) ? null : command.Href.Trim();
        if (href is not null && !IsWeb(href)) return OutlineErrors.HrefNotWeb;

        if (await File(command.FileId, lesson, act) is { } refusal) return refusal;

        lesson.Title = command.Title.Trim();
        lesson.Minutes = command.Minutes;
        lesson.Body = command.Body;
        lesson.Href = href;
        lesson.IsPreview = command.IsPreview;
        return new LessonSaved(lesson.Id, act.Now);
    }

    private static async Task<Refusal?> File(Guid? id, Lesson lesson, Act act)
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

    private static bool IsWeb(string href) => Uri.TryCreate(href, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
}

/// <summary>Saved, and when.</summary>
public sealed record LessonSaved(Guid Id, DateTimeOffset At);

/// <summary>Changes the text of a lesson only: what the editor sends at every pause in typing.</summary>
[Requires(LearningPermissions.Author)]
public sealed record WriteLesson(Guid LessonId, [StringLength(200_000)] string Body);

/// <summary>Carries out <see cref="WriteLesson"/>.</summary>
public static class WritingLessons
{
    public static async Task<Result<LessonSaved>> Handle(WriteLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        if (act.CheckVersion(lesson.Version) is { } stale) return stale;
        lesson.Body = command.Body;
        return new LessonSaved(lesson.Id, act.Now);
    }
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Outlines;

/// <summary>Changes everything a lesson says of itself. Learners see it when the section's outline is brought up to date.</summary>
/// <param name="Href">http or https, of a video or link.</param>
/// <param name="FileId">A file the author brought; the one the lesson has already may stay, whoever brought it.</param>
[Requires(LearningPermissions.Author)]
public sealed record ChangeLesson(
    Guid LessonId, [Required, StringLength(200)] string Title, [Range(0, 1440)] int Minutes, [StringLength(200_000)] string Body,
    [StringLength(2000)] string? Href, Guid? FileId, bool IsPreview, PreviewFor PreviewFor = PreviewFor.Everyone);

/// <summary>Carries out <see cref="ChangeLesson"/>.</summary>
public static class ChangingLessons
{
    public static async Task<Result<LessonSaved>> Handle(ChangeLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        if (act.CheckVersion(lesson.Version) is { } stale) return stale;
        var href = string.IsNullOrWhiteSpace(command.Href) ? null : command.Href.Trim();
        if (href is not null && !IsWeb(href)) return OutlineErrors.HrefNotWeb;

        if (await SettingLessonFiles.Set(command.FileId, lesson, act) is { } refusal) return refusal;

        lesson.Title = command.Title.Trim();
        lesson.Minutes = command.Minutes;
        lesson.Body = command.Body;
        lesson.Href = href;
        (lesson.IsPreview, lesson.PreviewFor) = (command.IsPreview, command.PreviewFor);
        return new LessonSaved(lesson.Id, act.Now);
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

using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Outlines;

/// <summary>Declares a lesson ready: it is among those a section's outline takes over.</summary>
[Requires(LearningPermissions.Author)]
public sealed record PublishLesson(Guid LessonId);

/// <summary>Carries out <see cref="PublishLesson"/>.</summary>
public static class PublishingLessons
{
    public static async Task<Result<Done>> Handle(PublishLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        var missing = await Readiness.MissingOf(act.Get<House>().Contributions.LessonKinds, act.Db, [lesson], act.Ct);
        if (missing.Count > 0) return OutlineErrors.NotReady([.. missing.Select(m => m.TextKey)]);
        lesson.IsPublished = true;
        return Done.It;
    }
}

/// <summary>Takes a lesson back to draft. Sections in which learners have begun it keep it.</summary>
[Requires(LearningPermissions.Author)]
public sealed record UnpublishLesson(Guid LessonId);

/// <summary>Carries out <see cref="UnpublishLesson"/>.</summary>
public static class UnpublishingLessons
{
    public static async Task<Result<Done>> Handle(UnpublishLesson command, Act act)
    {
        if (await act.LessonToWrite(command.LessonId) is not { } lesson) return OutlineErrors.NotFound;
        lesson.IsPublished = false;
        return Done.It;
    }
}

/// <summary>What a lesson lacks before learners may see it.</summary>
internal static class Readiness
{
    public static async Task<IReadOnlyList<(Guid LessonId, string TextKey)>> MissingOf(IReadOnlyDictionary<string, LessonKind> kinds, LyceumDb db, IReadOnlyList<Lesson> lessons, CancellationToken ct)
    {
        List<(Guid, string)> missing = [];
        foreach (var lesson in lessons)
        {
            if (lesson.Kind == "text" && string.IsNullOrWhiteSpace(lesson.Body)) missing.Add((lesson.Id, "learning.missing.text"));
            if (lesson.Kind == "file" && lesson.FileHash is null) missing.Add((lesson.Id, "learning.missing.file"));
            if (lesson.Kind == "link" && lesson.Href is null) missing.Add((lesson.Id, "learning.missing.link"));
            if (lesson.Kind == "video" && lesson.Href is null && lesson.FileHash is null) missing.Add((lesson.Id, "learning.missing.video"));
            if (LessonTextScan.HasPictureWithoutWords(lesson.Body)) missing.Add((lesson.Id, "learning.missing.picture_words"));
        }
        foreach (var (name, kind) in kinds)
        {
            if (kind.Missing is null) continue;
            Guid[] ids = [.. lessons.Where(l => l.Kind == name).Select(l => l.Id)];
            if (ids.Length > 0) missing.AddRange(await kind.Missing(db, ids, ct));
        }
        return missing;
    }
}

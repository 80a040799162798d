using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Learning.Outlines;

/// <summary>The title of a unit.</summary>
public sealed record UnitTitle(string Title);

/// <summary>A place from 1.</summary>
public sealed record NewPlace(int Position);

/// <summary>A place in a unit, from 1.</summary>
public sealed record NewLessonPlace(Guid UnitId, int Position);

/// <summary>A lesson to begin.</summary>
public sealed record NewLesson(string Kind, string Title, int Minutes = 0);

/// <summary>What a lesson says of itself.</summary>
public sealed record LessonContent(string Title, int Minutes, string Body, string? Href = null, Guid? FileId = null, bool IsPreview = false, PreviewFor PreviewFor = PreviewFor.Everyone);

/// <summary>The Markdown text of a lesson.</summary>
public sealed record LessonBody(string Body);

/// <summary>The file of a lesson; null takes it away.</summary>
public sealed record LessonFileId(Guid? FileId);

internal static class OutlineRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var course = api.MapGroup("/courses/{course}");
        course.MapGet("/outline", OutlineQueries.Read).Requires(LearningPermissions.Author);
        course.MapPost("/units", (string course, UnitTitle body, Door door, CancellationToken ct) => door.Run(new AddUnit(course, body.Title), AddingUnits.Handle, ct)).Does<AddUnit>();
        course.MapPost("/outline/sections", (string course, Door door, CancellationToken ct) => door.Run(new BringSectionsUpToDate(course), BringingSectionsUpToDate.Handle, ct)).Does<BringSectionsUpToDate>();
        api.MapPost("/sections/{id:guid}/outline", (Guid id, Door door, CancellationToken ct) => door.Run(new UpdateSectionOutline(id), UpdatingSectionOutlines.Handle, ct)).Does<UpdateSectionOutline>();

        var unit = api.MapGroup("/units/{id:guid}");
        unit.MapPut("/", (Guid id, UnitTitle body, Door door, CancellationToken ct) => door.Run(new RenameUnit(id, body.Title), RenamingUnits.Handle, ct)).Does<RenameUnit>();
        unit.MapPost("/move", (Guid id, NewPlace body, Door door, CancellationToken ct) => door.Run(new MoveUnit(id, body.Position), MovingUnits.Handle, ct)).Does<MoveUnit>();
        unit.MapDelete("/", (Guid id, Guid? moveLessonsTo, Door door, CancellationToken ct) => door.Run(new RemoveUnit(id, moveLessonsTo), RemovingUnits.Handle, ct)).Does<RemoveUnit>();
        unit.MapPost("/lessons", (Guid id, NewLesson body, Door door, CancellationToken ct) => door.Run(new AddLesson(id, body.Kind, body.Title, body.Minutes), AddingLessons.Handle, ct)).Does<AddLesson>();

        var lesson = api.MapGroup("/lessons/{id:guid}");
        lesson.MapGet("/source", OutlineQueries.Lesson).Requires(LearningPermissions.Author);
        lesson.MapPut("/", (Guid id, LessonContent body, Door door, CancellationToken ct) => door.Run(Change(id, body), ChangingLessons.Handle, ct)).Does<ChangeLesson>();
        lesson.MapPut("/body", (Guid id, LessonBody body, Door door, CancellationToken ct) => door.Run(new WriteLesson(id, body.Body), WritingLessons.Handle, ct)).Does<WriteLesson>();
        lesson.MapPut("/file", (Guid id, LessonFileId body, Door door, CancellationToken ct) => door.Run(new SetLessonFile(id, body.FileId), SettingLessonFiles.Handle, ct)).Does<SetLessonFile>();
        lesson.MapPost("/move", (Guid id, NewLessonPlace body, Door door, CancellationToken ct) => door.Run(new MoveLesson(id, body.UnitId, body.Position), MovingLessons.Handle, ct)).Does<MoveLesson>();
        lesson.MapDelete("/", (Guid id, Door door, CancellationToken ct) => door.Run(new RemoveLesson(id), RemovingLessons.Handle, ct)).Does<RemoveLesson>();
        lesson.MapPost("/publication", (Guid id, Door door, CancellationToken ct) => door.Run(new PublishLesson(id), PublishingLessons.Handle, ct)).Does<PublishLesson>();
        lesson.MapDelete("/publication", (Guid id, Door door, CancellationToken ct) => door.Run(new UnpublishLesson(id), UnpublishingLessons.Handle, ct)).Does<UnpublishLesson>();
    }

    private static ChangeLesson Change(Guid id, LessonContent body) => new(id, body.Title, body.Minutes, body.Body, body.Href, body.FileId, body.IsPreview, body.PreviewFor);
}

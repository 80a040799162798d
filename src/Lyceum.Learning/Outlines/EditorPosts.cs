using System.Globalization;
using Lyceum.Learning.Certificates;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>The editor's forms: each button is a post that leads back, so that everything works without script.</summary>
internal static class EditorPosts
{
    public static void Map(IEndpointRouteBuilder web)
    {
        var edit = web.MapGroup("/courses/{course}/edit").ExcludeFromDescription();
        edit.MapPost("/units", (string course, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new AddUnit(course, form["title"].ToString()), AddingUnits.Handle, ct).To(Addresses.Editor(course) + "#add", Addresses.Editor(course))).Does<AddUnit>();
        edit.MapPost("/units/{id:guid}", (string course, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new RenameUnit(id, form["title"].ToString()), RenamingUnits.Handle, ct).To(Addresses.Editor(course))).Does<RenameUnit>();
        edit.MapPost("/units/{id:guid}/move", (string course, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new MoveUnit(id, Number(form, "position")), MovingUnits.Handle, ct).To($"{Addresses.Editor(course)}?moved={id}", Addresses.Editor(course))).Does<MoveUnit>();
        edit.MapPost("/units/{id:guid}/remove", (string course, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new RemoveUnit(id, null), RemovingUnits.Handle, ct).To(Addresses.Editor(course))).Does<RemoveUnit>();
        edit.MapPost("/units/{id:guid}/lessons", AddLesson).Does<AddLesson>();
        edit.MapPost("/lessons/move", MoveLesson).Does<MoveLesson>();
        edit.MapPost("/lessons/{id:guid}/publish", (string course, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new PublishLesson(id), PublishingLessons.Handle, ct).To(Addresses.LessonEditor(course, id))).Does<PublishLesson>();
        edit.MapPost("/lessons/{id:guid}/unpublish", (string course, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new UnpublishLesson(id), UnpublishingLessons.Handle, ct).To(Addresses.LessonEditor(course, id))).Does<UnpublishLesson>();
        edit.MapPost("/lessons/{id:guid}/remove", (string course, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new RemoveLesson(id), RemovingLessons.Handle, ct).To(Addresses.Editor(course), Addresses.LessonEditor(course, id))).Does<RemoveLesson>();
        edit.MapPost("/sections", (string course, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new BringSectionsUpToDate(course), BringingSectionsUpToDate.Handle, ct).To(Addresses.Editor(course) + "?carried=yes", Addresses.Editor(course))).Does<BringSectionsUpToDate>();
        edit.MapPost("/certificate", (string course, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new SetCertificateRule(course, form["awarded"] == "true"), SettingCertificateRules.Handle, ct).To(Addresses.Editor(course))).Does<SetCertificateRule>();
        // Uploads are read as they arrive and so carry no token of the form; the guard against other sites looks at the request itself.
        edit.MapPost("/lessons/{id:guid}/file", File).Does<SetLessonFile>();
        edit.MapPost("/lessons/{id:guid}/picture", Picture).Does<KeepFile>();
    }

    private static async Task<IResult> AddLesson(string course, Guid id, IFormCollection form, Door door, CancellationToken ct)
    {
        var added = await door.Run(new AddLesson(id, form["kind"].ToString(), form["title"].ToString(), 0), AddingLessons.Handle, ct);
        return await Task.FromResult(added).To(added.Ok ? added.Value.EditorHref : Addresses.Editor(course), Addresses.Editor(course));
    }

    /// <summary>A button says <c>to=LESSON:PLACE</c>; dragging fills in the fields. Places count from 0 here, as the script counts.</summary>
    private static Task<IResult> MoveLesson(string course, IFormCollection form, Door door, CancellationToken ct)
    {
        var to = form["to"].ToString().Split(':');
        var lesson = Guid.TryParse(to.Length == 2 ? to[0] : form["id"].ToString(), out var id) ? id : Guid.Empty;
        var place = int.TryParse(to.Length == 2 ? to[1] : form["position"].ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var from0) ? from0 + 1 : 0;
        var unit = Guid.TryParse(form["unit"], out var unitId) ? unitId : Guid.Empty;
        var back = Guid.TryParse(form["back"], out var shown) ? Addresses.LessonEditor(course, shown) : Addresses.Editor(course);
        return door.Run(new MoveLesson(lesson, unit, place), MovingLessons.Handle, ct).To($"{back}?moved={lesson}", back);
    }

    private static async Task<IResult> File(string course, Guid id, string purpose, HttpContext http, FileUpload upload, Door door, LyceumDb db, Call call, CancellationToken ct)
    {
        var here = Addresses.LessonEditor(course, id);
        // Before the file is taken in: it would stay, though the lesson is not the sender's to write.
        var outlines = db.OutlinesAuthoredBy(call.Actor);
        if (!await db.Lessons.AnyAsync(l => l.Id == id && outlines.Any(o => o.Id == l.OutlineId), ct)) return await Task.FromResult((Result<Done>)OutlineErrors.NotFound).To(here);
        // As a word: the framework reads enums of an address by their exact letters and answers 400 to the form's "document".
        var file = await upload.Receive(http, purpose == "media" ? FilePurpose.Media : FilePurpose.Document);
        if (!file.Ok) return await Task.FromResult(file).To(here);
        return await door.Run(new SetLessonFile(id, file.Value.Id), SettingLessonFiles.Handle, ct).To(here);
    }

    private static async Task<IResult> Picture(string course, Guid id, HttpContext http, FileUpload upload)
    {
        var here = Addresses.LessonEditor(course, id);
        var file = await upload.Receive(http, FilePurpose.Picture);
        return await Task.FromResult(file).To(file.Ok ? $"{here}?picture={file.Value.Hash}.{Extension(file.Value.MediaType)}" : here, here);
    }

    private static string Extension(string mediaType) => mediaType switch { "image/svg+xml" => "svg", "image/jpeg" => "jpg", "image/webp" => "webp", _ => "png" };

    private static int Number(IFormCollection form, string name) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

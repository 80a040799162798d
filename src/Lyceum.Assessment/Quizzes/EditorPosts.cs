using System.Globalization;
using Lyceum.Assessment.Questions;
using Lyceum.Learning;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Assessment.Quizzes;

/// <summary>The quiz editor's buttons: each is a post that leads back.</summary>
internal static class EditorPosts
{
    public static void Map(IEndpointRouteBuilder web)
    {
        var edit = web.MapGroup("/courses/{course}/edit/quizzes/{lesson:guid}").ExcludeFromDescription();
        edit.MapPost("/publish", (string course, Guid lesson, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new PublishLesson(lesson), PublishingLessons.Handle, ct).To(Addresses.Editor(course, lesson))).Does<PublishLesson>();
        edit.MapPost("/unpublish", (string course, Guid lesson, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new UnpublishLesson(lesson), UnpublishingLessons.Handle, ct).To(Addresses.Editor(course, lesson))).Does<UnpublishLesson>();
        edit.MapPost("/move", Move).Does<MoveQuestion>();
        edit.MapPost("/questions/{id:guid}/remove", (string course, Guid lesson, Guid id, IFormCollection form, Door door, CancellationToken ct) =>
            door.Run(new RemoveQuestion(id), ArrangingQuestions.Handle, ct).To(Addresses.Editor(course, lesson))).Does<RemoveQuestion>();
    }

    /// <summary>A button says <c>to=QUESTION:PLACE</c>; dragging fills in the fields. Places count from 0 here, as the script counts.</summary>
    private static Task<IResult> Move(string course, Guid lesson, IFormCollection form, Door door, CancellationToken ct)
    {
        var to = form["to"].ToString().Split(':');
        var question = Guid.TryParse(to.Length == 2 ? to[0] : form["id"].ToString(), out var id) ? id : Guid.Empty;
        var place = int.TryParse(to.Length == 2 ? to[1] : form["position"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var from0) ? from0 + 1 : 0;
        var here = Addresses.Editor(course, lesson);
        return door.Run(new MoveQuestion(question, place), ArrangingQuestions.Handle, ct).To($"{here}?question={question}", here);
    }
}

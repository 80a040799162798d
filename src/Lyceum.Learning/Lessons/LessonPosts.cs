using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Learning.Lessons;

/// <summary>The player's forms: what works without script.</summary>
internal static class LessonPosts
{
    public static void Map(IEndpointRouteBuilder web) =>
        web.MapPost("/courses/{course}/{section}/lessons/{id:guid}/done", Done).Does<CompleteLesson>().ExcludeFromDescription();

    private static async Task<IResult> Done(string course, string section, Guid id, IFormCollection form, Door door, LyceumDb db, House house, LessonText text, Call call, CancellationToken ct)
    {
        var here = Addresses.Lesson(course, section, id);
        var done = await door.Run(new CompleteLesson(id, 0), CompletingLessons.Handle, ct);
        if (!done.Ok) return new RefusedBack(here, done.Refusal);
        var lesson = await LessonQueries.Read(id, db, house, text, call, ct);
        return TypedResults.LocalRedirect(lesson is { Ok: true, Value.Next: { } next } ? next.Href : Addresses.Plan(course, section));
    }
}

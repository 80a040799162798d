using System.ComponentModel.DataAnnotations;
using Lyceum.Learning.Lessons;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Learning.Progress;

/// <summary>Time spent with a lesson since the last message.</summary>
public sealed record TimeSpent([Range(0, 86_400)] int Seconds);

/// <summary>Time spent, and where one is, in thousandths.</summary>
public sealed record StudyMessage([Range(0, 86_400)] int Seconds, [Range(0, 1000)] int Position);

internal static class ProgressRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/my/courses", PlanQueries.Mine).Requires(LearningPermissions.Study);
        api.MapGet("/courses/{course}/sections/{section}", PlanQueries.Home).Requires(LearningPermissions.Study);
        api.MapGet("/courses/{course}/sections/{section}/progress", SectionLearners.List).Requires(LearningPermissions.ReadProgress);
        api.MapGet("/courses/{course}/previews/{id:guid}", LessonQueries.Preview).Open("a preview lesson is open to those its condition names");

        var lessons = api.MapGroup("/lessons/{id:guid}");
        lessons.MapGet("/", LessonQueries.Read).Requires(LearningPermissions.Study);
        lessons.MapPost("/completion", (Guid id, TimeSpent body, Door door, CancellationToken ct) =>
            door.Run(new CompleteLesson(id, body.Seconds), CompletingLessons.Handle, ct)).Does<CompleteLesson>();
        lessons.MapPost("/study", (Guid id, StudyMessage body, Door door, CancellationToken ct) =>
            door.Run(new StudyLesson(id, body.Seconds, body.Position), Studying.Handle, ct)).Does<StudyLesson>();
    }
}

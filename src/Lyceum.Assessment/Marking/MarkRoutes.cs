using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Assessment.Marking;

/// <summary>Points from 0 to the question's, in steps of a half, and what the learner reads beside them.</summary>
public sealed record NewMark(decimal Points, string? Feedback = null);

internal static class MarkRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sections/{id:guid}/marks", MarkQueries.List).Requires(AssessmentPermissions.MarkAnswers);
        var mark = api.MapGroup("/marks/{id:guid}");
        mark.MapGet("/", MarkQueries.Read).Requires(AssessmentPermissions.MarkAnswers);
        mark.MapPut("/", (Guid id, NewMark body, Door door, CancellationToken ct) => door.Run(new MarkAnswer(id, body.Points, body.Feedback ?? ""), MarkingAnswers.Handle, ct)).Does<MarkAnswer>();
    }
}

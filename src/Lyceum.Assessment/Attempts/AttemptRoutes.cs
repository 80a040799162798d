using Lyceum.Assessment.Questions;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Assessment.Attempts;

/// <summary>
/// An answer to keep: one <c>choice</c>, several <c>choices</c>, or <c>text</c>. <c>sequence</c> is the client's own count of changes to this question
/// (a time in milliseconds will do): the highest stays.
/// </summary>
public sealed record NewAnswer(long Sequence, string? Choice = null, IReadOnlyList<string>? Choices = null, string? Text = null, bool Flagged = false)
{
    internal Answer ToAnswer() => new(Choices ?? (Choice is null ? null : [Choice]), Text);
}

internal static class AttemptRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var quiz = api.MapGroup("/quizzes/{lessonId:guid}");
        quiz.MapGet("/", AttemptQueries.Home).Requires(LearningPermissions.Study);
        quiz.MapGet("/attempts", AttemptQueries.Mine).Requires(LearningPermissions.Study);
        quiz.MapPost("/attempts", (Guid lessonId, Door door, CancellationToken ct) => door.Run(new StartAttempt(lessonId), StartingAttempts.Handle, ct)).Does<StartAttempt>();

        var attempt = api.MapGroup("/attempts/{id:guid}");
        attempt.MapGet("/", AttemptQueries.Paper).Requires(LearningPermissions.Study);
        attempt.MapPut("/answers/{questionId:guid}", (Guid id, Guid questionId, NewAnswer body, Door door, CancellationToken ct) =>
            door.Run(new SaveAnswer(id, questionId, body.Sequence, body.ToAnswer(), body.Flagged), SavingAnswers.Handle, ct)).Does<SaveAnswer>();
        attempt.MapPost("/submission", (Guid id, Door door, CancellationToken ct) => door.Run(new SubmitAttempt(id), SubmittingAttempts.Handle, ct)).Does<SubmitAttempt>();
        attempt.MapGet("/result", ResultQueries.Read).Requires(LearningPermissions.Study);

        api.MapGet("/my/grades", AttemptQueries.Grades).Requires(LearningPermissions.Study);
        api.MapGet("/sections/{id:guid}/attempts", ResultQueries.OfSection).Requires(AssessmentPermissions.ReadAttempts);
    }
}

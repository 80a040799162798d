using System.ComponentModel.DataAnnotations;
using Lyceum.Assessment.Questions;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Assessment.Quizzes;

/// <summary>A place from 1.</summary>
public sealed record QuestionPlace([Range(1, 1000)] int Position);

internal static class QuizRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var quiz = api.MapGroup("/quizzes/{lessonId:guid}");
        quiz.MapGet("/source", QuizQueries.Source).Requires(LearningPermissions.Author);
        quiz.MapPut("/", (Guid lessonId, QuizRules body, Door door, CancellationToken ct) => door.Run(new ChangeQuiz(lessonId, body), ChangingQuizzes.Handle, ct)).Does<ChangeQuiz>();
        quiz.MapPost("/questions", (Guid lessonId, QuestionContent body, Door door, CancellationToken ct) => door.Run(new AddQuestion(lessonId, body), WritingQuestions.Handle, ct)).Does<AddQuestion>();

        var question = api.MapGroup("/questions/{id:guid}");
        question.MapPut("/", (Guid id, QuestionContent body, Door door, CancellationToken ct) => door.Run(new ChangeQuestion(id, body), WritingQuestions.Handle, ct)).Does<ChangeQuestion>();
        question.MapPost("/move", (Guid id, QuestionPlace body, Door door, CancellationToken ct) => door.Run(new MoveQuestion(id, body.Position), ArrangingQuestions.Handle, ct)).Does<MoveQuestion>();
        question.MapDelete("/", (Guid id, Door door, CancellationToken ct) => door.Run(new RemoveQuestion(id), ArrangingQuestions.Handle, ct)).Does<RemoveQuestion>();
    }
}

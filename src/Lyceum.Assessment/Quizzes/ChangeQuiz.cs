using System.ComponentModel.DataAnnotations;
using Lyceum.Learning;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Quizzes;

/// <summary>How a quiz is taken. Instants in any offset; kept in UTC.</summary>
public sealed record QuizRules(
    QuizKind Kind, [Range(0, 100)] decimal PassPercent, [Range(1, 600)] int? TimeLimitMinutes = null, [Range(1, 100)] int? MaxAttempts = null,
    bool ShuffleQuestions = false, bool ShuffleOptions = false, FeedbackMode Feedback = FeedbackMode.AfterSubmit, [Range(0, 600)] int GraceSeconds = 30,
    DateTimeOffset? OpensAt = null, DateTimeOffset? ClosesAt = null);

/// <summary>Changes how a quiz of the master outline is taken. Attempts under way keep the clock they began with.</summary>
[Requires(LearningPermissions.Author)]
public sealed record ChangeQuiz(Guid LessonId, QuizRules Rules);

/// <summary>Carries out <see cref="ChangeQuiz"/>.</summary>
public static class ChangingQuizzes
{
    public static async Task<Result<Done>> Handle(ChangeQuiz command, Act act)
    {
        var quiz = await act.QuizToWrite(command.LessonId);
        if (!quiz.Ok) return quiz.Refusal;
        if (act.CheckVersion(quiz.Value.Version) is { } stale) return stale;
        if (command.Rules.OpensAt >= command.Rules.ClosesAt) return QuizErrors.WindowOutOfOrder;
        quiz.Value.Take(command.Rules);
        return Done.It;
    }
}

/// <summary>The way to a quiz that is to be changed.</summary>
internal static class QuizLocks
{
    /// <summary>
    /// The quiz with its outline and itself locked, begun with the usual settings if need be; refused when this actor may not write it.
    /// Who starts an attempt holds the row shared, so that what was asked is settled before it can change.
    /// </summary>
    public static async Task<Result<Quiz>> QuizToWrite(this Act act, Guid lessonId)
    {
        var lesson = await act.Run(new ReviseLesson(lessonId), RevisingLessons.Handle);
        if (!lesson.Ok || lesson.Value.Kind != "quiz") return QuizErrors.NotFound;
        var quiz = await act.Db.Quizzes.ForUpdate().SingleOrDefaultAsync(q => q.LessonId == lessonId, act.Ct);
        if (quiz is null) act.Db.Add(quiz = new Quiz { LessonId = lessonId });
        return quiz;
    }
}

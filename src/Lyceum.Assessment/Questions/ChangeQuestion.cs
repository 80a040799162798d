using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Questions;

/// <summary>Adds a question at the end of a quiz.</summary>
[Requires(LearningPermissions.Author)]
public sealed record AddQuestion(Guid LessonId, QuestionContent Content);

/// <summary>Changes what a question says. Attempts keep the version they were given.</summary>
[Requires(LearningPermissions.Author)]
public sealed record ChangeQuestion(Guid QuestionId, QuestionContent Content);

/// <summary>A question as kept: its version's number, and when.</summary>
public sealed record QuestionKept(Guid Id, int Position, int Number, DateTimeOffset At);

/// <summary>Carries out <see cref="AddQuestion"/> and <see cref="ChangeQuestion"/>.</summary>
public static class WritingQuestions
{
    public static async Task<Result<QuestionKept>> Handle(AddQuestion command, Act act)
    {
        var quiz = await act.QuizToWrite(command.LessonId);
        if (!quiz.Ok) return quiz.Refusal;
        var content = Checked(command.Content);
        if (!content.Ok) return content.Refusal;
        var last = await act.Db.Questions.Where(q => q.LessonId == command.LessonId && !q.IsRemoved).MaxAsync(q => (int?)q.Position, act.Ct) ?? 0;
        var question = new Question { LessonId = command.LessonId, Position = last + 1 };
        act.Db.Add(question);
        act.Db.Add(question.Say(content.Value, null, wasAsked: false, act.Now));
        return new QuestionKept(question.Id, question.Position, question.Current, act.Now);
    }

    public static async Task<Result<QuestionKept>> Handle(ChangeQuestion command, Act act)
    {
        var question = await act.QuestionToWrite(command.QuestionId);
        if (!question.Ok) return question.Refusal;
        var content = Checked(command.Content);
        if (!content.Ok) return content.Refusal;
        var current = await act.Db.QuestionVersions.SingleAsync(v => v.QuestionId == question.Value.Id && v.Number == question.Value.Current, act.Ct);
        var asked = await act.Db.AttemptQuestions.AnyAsync(a => a.VersionId == current.Id, act.Ct);
        var said = question.Value.Say(content.Value, current, asked, act.Now);
        if (said != current) act.Db.Add(said);
        return new QuestionKept(question.Value.Id, question.Value.Position, question.Value.Current, act.Now);
    }

    /// <summary>The content tidied, or everything that is wrong with it at once.</summary>
    internal static Result<QuestionContent> Checked(QuestionContent content)
    {
        if (QuestionType.Find(content.Type) is not { } type) return QuizErrors.UnknownType;
        var tidy = content with { Prompt = content.Prompt.Trim(), Explanation = content.Explanation.Trim(), Points = decimal.Round(content.Points, 2, MidpointRounding.AwayFromZero), Settings = type.Tidy(content.Settings) };
        List<FieldError> errors = [.. type.Validate(tidy.Settings)];
        // Marks by hand go in halves: with 2.25 points nobody could reach the highest.
        if (type.MarkedByHand && tidy.Points * 2 != decimal.Truncate(tidy.Points * 2)) errors.Add(new FieldError("points", "assessment.question.half_points"));
        return errors.Count > 0 ? Refusal.Invalid(errors) : tidy;
    }
}

/// <summary>The way to a question that is to be changed.</summary>
internal static class QuestionLocks
{
    /// <summary>The question, with its quiz locked; refused when this actor may not write it or it was removed.</summary>
    public static async Task<Result<Question>> QuestionToWrite(this Act act, Guid id)
    {
        var lesson = await act.Db.Questions.Where(q => q.Id == id && !q.IsRemoved).Select(q => (Guid?)q.LessonId).SingleOrDefaultAsync(act.Ct);
        if (lesson is null) return QuizErrors.NotFound;
        var quiz = await act.QuizToWrite(lesson.Value);
        if (!quiz.Ok) return quiz.Refusal;
        // Read again: the one before in the queue may have removed it.
        return await act.Db.Questions.SingleOrDefaultAsync(q => q.Id == id && !q.IsRemoved, act.Ct) is { } question ? question : QuizErrors.NotFound;
    }
}

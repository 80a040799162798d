using System.ComponentModel.DataAnnotations;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Questions;

/// <summary>Moves a question to a place, from 1; beyond the end is the end.</summary>
[Requires(LearningPermissions.Author)]
public sealed record MoveQuestion(Guid QuestionId, [Range(1, 1000)] int Position);

/// <summary>Takes a question out of a quiz. Attempts that were given it keep it.</summary>
[Requires(LearningPermissions.Author), InPerson]
public sealed record RemoveQuestion(Guid QuestionId);

/// <summary>Carries out <see cref="MoveQuestion"/> and <see cref="RemoveQuestion"/>.</summary>
public static class ArrangingQuestions
{
    public static async Task<Result<Done>> Handle(MoveQuestion command, Act act)
    {
        var question = await act.QuestionToWrite(command.QuestionId);
        if (!question.Ok) return question.Refusal;
        var all = await Asked(act, question.Value.LessonId);
        all.Remove(question.Value);
        all.Insert(Math.Min(command.Position - 1, all.Count), question.Value);
        Number(all);
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(RemoveQuestion command, Act act)
    {
        var question = await act.QuestionToWrite(command.QuestionId);
        if (!question.Ok) return question.Refusal;
        question.Value.Remove();
        var all = await Asked(act, question.Value.LessonId);
        all.Remove(question.Value);
        Number(all);
        return Done.It;
    }

    private static Task<List<Question>> Asked(Act act, Guid lessonId) =>
        act.Db.Questions.Where(q => q.LessonId == lessonId && !q.IsRemoved).OrderBy(q => q.Position).ToListAsync(act.Ct);

    private static void Number(List<Question> all)
    {
        for (var i = 0; i < all.Count; i++)
            if (all[i].Position != i + 1) all[i].Position = i + 1;
    }
}

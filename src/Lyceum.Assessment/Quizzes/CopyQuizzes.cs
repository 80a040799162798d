using Lyceum.Academics.Courses;
using Lyceum.Assessment.Questions;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Quizzes;

/// <summary>Copies quizzes of a master outline into that of a new course; Learning's hook runs it, no route does.</summary>
[Requires(LearningPermissions.Author)]
public sealed record CopyQuizzes(IReadOnlyList<QuizPair> Pairs, DateMove Dates);

/// <summary>
/// Carries out <see cref="CopyQuizzes"/>: rules and the questions asked now, in their current words. Nothing ties them to the old ones; no attempt, answer or
/// mark comes along. Two statements, however many quizzes.
/// </summary>
public static class CopyingQuizzes
{
    public static async Task<Result<Done>> Handle(CopyQuizzes command, Act act)
    {
        Guid[] masters = [.. command.Pairs.Select(p => p.From)];
        var (questions, versions) = (act.Db.Questions, act.Db.QuestionVersions);
        var rules = await act.Db.Quizzes.AsNoTracking().Where(q => masters.Contains(q.LessonId)).ToDictionaryAsync(q => q.LessonId, act.Ct);
        var asked = (await (from q in questions join v in versions on q.Id equals v.QuestionId
                            where masters.Contains(q.LessonId) && !q.IsRemoved && v.Number == q.Current
                            orderby q.Position select new { q.LessonId, q.Position, Said = v }).AsNoTracking().ToListAsync(act.Ct)).ToLookup(q => q.LessonId);
        foreach (var pair in command.Pairs)
        {
            if (!rules.TryGetValue(pair.From, out var master)) continue;   // a quiz that was only named
            var quiz = new Quiz { LessonId = pair.To };
            quiz.Take(master.Rules() with { OpensAt = command.Dates.Of(master.OpensAt), ClosesAt = command.Dates.Of(master.ClosesAt) });
            act.Db.Add(quiz);
            foreach (var one in asked[pair.From])
            {
                var question = new Question { LessonId = pair.To, Position = one.Position };
                act.Db.Add(question);
                act.Db.Add(question.Say(one.Said.Content(), null, wasAsked: false, act.Now));
            }
        }
        return Done.It;
    }

    /// <summary>Learning asks with pairs of lessons.</summary>
    internal static Task Copy(Act act, IReadOnlyList<(Guid From, Guid To)> pairs, DateMove dates) => act.Run(new CopyQuizzes([.. pairs.Select(p => new QuizPair(p.From, p.To))], dates), Handle);
}

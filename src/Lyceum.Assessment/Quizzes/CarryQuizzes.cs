using Lyceum.Assessment.Questions;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Quizzes;

/// <summary>A quiz of the master outline and its copy in a section.</summary>
public sealed record QuizPair(Guid From, Guid To);

/// <summary>Carries quizzes over to a section; Learning's hook runs it, no route does.</summary>
[Requires(LearningPermissions.Author)]
public sealed record CarryQuizzes(IReadOnlyList<QuizPair> Pairs);

/// <summary>
/// Carries a quiz of the master outline over to a section's copy, the first time and whenever the master has changed. A question that the
/// section's learners were given stays as it was for them; the new words become its next version.
/// </summary>
public static class CarryingQuizzes
{
    public static async Task<Result<Done>> Handle(CarryQuizzes command, Act act)
    {
        foreach (var pair in command.Pairs) await Carry(act, pair.From, pair.To);
        return Done.It;
    }

    /// <summary>Learning asks with pairs of lessons.</summary>
    internal static Task Carry(Act act, IReadOnlyList<(Guid From, Guid To)> pairs) => act.Run(new CarryQuizzes([.. pairs.Select(p => new QuizPair(p.From, p.To))]), Handle);

    private static async Task Carry(Act act, Guid source, Guid to)
    {
        if (await act.Db.Quizzes.AsNoTracking().SingleOrDefaultAsync(q => q.LessonId == source, act.Ct) is not { } master) return;
        // Nobody starts while the questions change: whoever starts holds this row shared.
        var copy = await act.Db.Quizzes.ForUpdate().SingleOrDefaultAsync(q => q.LessonId == to, act.Ct);
        if (copy is null) act.Db.Add(copy = new Quiz { LessonId = to });
        copy.Take(master.Rules());

        var (questions, versions) = (act.Db.Questions, act.Db.QuestionVersions);
        var wanted = await (from q in questions join v in versions on q.Id equals v.QuestionId
                            where q.LessonId == source && !q.IsRemoved && v.Number == q.Current
                            orderby q.Position select new { q.Id, q.Position, Said = v }).AsNoTracking().ToListAsync(act.Ct);
        var known = await questions.Where(q => q.LessonId == to && !q.IsRemoved).ToListAsync(act.Ct);
        foreach (var gone in known.Where(k => wanted.TrueForAll(w => w.Id != k.SourceId))) gone.Remove();
        foreach (var asked in wanted)
        {
            var question = known.Find(k => k.SourceId == asked.Id);
            if (question is null)
            {
                question = new Question { LessonId = to, SourceId = asked.Id };
                act.Db.Add(question);
                act.Db.Add(question.Say(asked.Said.Content(), null, wasAsked: false, act.Now));
            }
            else await Refresh(act, question, asked.Said);
            (question.Position, question.SourceNumber) = (asked.Position, asked.Said.Number);
        }
    }

    private static async Task Refresh(Act act, Question question, QuestionVersion master)
    {
        var current = await act.Db.QuestionVersions.SingleAsync(v => v.QuestionId == question.Id && v.Number == question.Current, act.Ct);
        // A master's version may be rewritten in place as long as nobody was asked, so its number alone does not tell.
        if (Same(current.Content(), master.Content())) return;
        var asked = await act.Db.AttemptQuestions.AnyAsync(a => a.VersionId == current.Id, act.Ct);
        var said = question.Say(master.Content(), current, asked, act.Now);
        if (said != current) act.Db.Add(said);
    }

    private static bool Same(QuestionContent a, QuestionContent b) =>
        System.Text.Json.JsonSerializer.Serialize(a, Platform.Web.Json.Options) == System.Text.Json.JsonSerializer.Serialize(b, Platform.Web.Json.Options);
}

using Lyceum.Assessment.Marking;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Closes an attempt with what is saved.</summary>
internal static class Grading
{
    /// <summary>
    /// Hands an open attempt in, grades what needs nobody and tells Learning; what people mark waits for them, and the result with it. The attempt's row must be locked: a save holds it shared, so every answer that was
    /// acknowledged is read here, and every later one finds the attempt closed. Points of a question are rounded to two decimals, half away from zero.
    /// </summary>
    public static async Task Grade(this Act act, Attempt attempt, EndedBy by)
    {
        var versions = act.Db.QuestionVersions;
        var rows = await (from q in act.Db.AttemptQuestions join v in versions on q.VersionId equals v.Id where q.AttemptId == attempt.Id select new { Question = q, Said = v }).ToListAsync(act.Ct);
        attempt.HandIn(by, act.Now);
        foreach (var row in rows)
        {
            var type = QuestionType.Find(row.Said.Type);
            if (type is { MarkedByHand: true } && row.Question.Answer is { } given && !given.IsBlank())
            {
                act.Db.Add(new Mark { AttemptId = attempt.Id, QuestionId = row.Question.QuestionId, SectionId = attempt.SectionId, MaxPoints = row.Said.Points, HandedInAt = attempt.SubmittedAt!.Value });
                continue;
            }
            var share = type?.Grade(row.Said.Settings, row.Question.Answer) ?? 0;
            row.Question.Points = Math.Round(share * row.Said.Points, 2, MidpointRounding.AwayFromZero);
        }
        if (rows.Exists(r => r.Question.Points is null)) return;
        attempt.Grade(rows.Sum(r => r.Question.Points!.Value));
        // Somebody who left the section meanwhile has no progress there; the attempt is graded all the same.
        await act.Run(new CompleteByResult(attempt.LessonId, attempt.Percent!.Value, attempt.Passed!.Value, attempt.PersonId), CompletingByResult.Handle);
    }
}

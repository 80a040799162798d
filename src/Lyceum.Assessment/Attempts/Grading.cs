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
    /// Grades an open attempt and tells Learning. The attempt's row must be locked: a save holds it shared, so every answer that was
    /// acknowledged is read here, and every later one finds the attempt closed. Points of a question are rounded to two decimals, half away from zero.
    /// </summary>
    public static async Task Grade(this Act act, Attempt attempt, EndedBy by)
    {
        var versions = act.Db.QuestionVersions;
        var rows = await (from q in act.Db.AttemptQuestions join v in versions on q.VersionId equals v.Id where q.AttemptId == attempt.Id select new { Question = q, Said = v }).ToListAsync(act.Ct);
        foreach (var row in rows)
        {
            var share = QuestionType.Find(row.Said.Type)?.Grade(row.Said.Settings, row.Question.Answer) ?? 0;
            row.Question.Points = Math.Round(share * row.Said.Points, 2, MidpointRounding.AwayFromZero);
        }
        attempt.Grade(Math.Min(rows.Sum(r => r.Question.Points!.Value), attempt.MaxScore), by, act.Now);
        // Somebody who left the section meanwhile has no progress there; the attempt is graded all the same.
        await act.Run(new CompleteByResult(attempt.LessonId, attempt.Percent!.Value, attempt.Passed!.Value, attempt.PersonId), CompletingByResult.Handle);
    }
}

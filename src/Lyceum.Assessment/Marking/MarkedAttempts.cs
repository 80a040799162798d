using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Progress;
using Lyceum.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Marking;

/// <summary>
/// Tells Learning of a result that people gave. A job, because only the system may say something about another's progress; it reads the result as it
/// stands by then. Progress never goes backwards: a mark that is lowered later takes no completion away.
/// </summary>
internal static class MarkedAttempts
{
    public const string Kind = "assessment.on_attempt_marked";

    public static async Task Run(AttemptMarked happened, JobRun run)
    {
        var attempt = await run.Db.Attempts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == happened.AttemptId && a.State == AttemptState.Graded, run.Ct);
        if (attempt is null) return;
        // Somebody who left the section meanwhile has no progress there; the mark stands all the same.
        var told = await run.Run(new CompleteByResult(attempt.LessonId, attempt.Percent!.Value, attempt.Passed!.Value, attempt.PersonId), CompletingByResult.Handle);
        if (!told.Ok && told.Refusal.Status != 404) throw JobRun.Refused(told.Refusal);
    }
}

using Lyceum.Assessment.Quizzes;
using Lyceum.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Every minute: hands in what is past its deadline and grace. Whoever reads such an attempt earlier closes it themselves.</summary>
internal static class AttemptClock
{
    public const string Kind = "assessment.close_attempts";
    private const int Batch = 200;

    /// <summary>The schedule's payload is empty.</summary>
    public sealed record Tick;

    public static async Task Run(Tick tick, JobRun run)
    {
        var due = await run.Db.Attempts.AsNoTracking().Where(a => a.State == AttemptState.Open && a.AcceptsUntil < run.Now).OrderBy(a => a.AcceptsUntil).Select(a => a.Id).Take(Batch).ToListAsync(run.Ct);
        foreach (var id in due) await run.Run(new CloseAttempt(id), SubmittingAttempts.Handle, step: id.ToString("n"));
    }
}

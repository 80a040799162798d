using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Hands an attempt in. Handing in twice is the same as once: the second answer says what became of the first.</summary>
[Requires(LearningPermissions.Study), InPerson]
public sealed record SubmitAttempt(Guid AttemptId);

/// <summary>Closes an attempt whose time is up with what is saved: a learner's own, or any by the clock's job.</summary>
[Requires(LearningPermissions.Study)]
public sealed record CloseAttempt(Guid AttemptId);

/// <summary>That an attempt is in, and its score, which is null while an answer waits for a mark; what was right is the result's to say.</summary>
public sealed record AttemptHandedIn(Guid Id, AttemptState State, decimal? Score, decimal MaxScore, decimal? Percent, bool? Passed, EndedBy EndedBy, DateTimeOffset SubmittedAt);

/// <summary>Carries out <see cref="SubmitAttempt"/> and <see cref="CloseAttempt"/>.</summary>
public static class SubmittingAttempts
{
    public static async Task<Result<AttemptHandedIn>> Handle(SubmitAttempt command, Act act)
    {
        if (act.Actor.PersonId is not { } me) return AttemptErrors.NotFound;
        // Locked until the door commits: of a hundred that come together the first grades, the others wait and find it graded.
        var attempt = await act.Db.Attempts.Where(a => a.PersonId == me).ForUpdate().SingleOrDefaultAsync(a => a.Id == command.AttemptId, act.Ct);
        if (attempt is null) return AttemptErrors.NotFound;
        if (attempt.State == AttemptState.Open) await act.Grade(attempt, attempt.IsOverAt(act.Now) ? EndedBy.Clock : EndedBy.Learner);
        return View(attempt);
    }

    public static async Task<Result<AttemptHandedIn>> Handle(CloseAttempt command, Act act)
    {
        var mine = act.Actor.PersonId;
        if (mine is null && !act.Actor.Reaches(LearningPermissions.Study, Reach.All)) return AttemptErrors.NotFound;
        var attempt = await act.Db.Attempts.Where(a => mine == null || a.PersonId == mine).ForUpdate().SingleOrDefaultAsync(a => a.Id == command.AttemptId, act.Ct);
        if (attempt is null) return AttemptErrors.NotFound;
        if (attempt.State == AttemptState.Open && !attempt.IsOverAt(act.Now)) return AttemptErrors.StillOpen;
        if (attempt.State == AttemptState.Open) await act.Grade(attempt, EndedBy.Clock);
        return View(attempt);
    }

    private static AttemptHandedIn View(Attempt a) => new(a.Id, a.State, a.Score, a.MaxScore, a.Percent, a.Passed, a.EndedBy!.Value, a.SubmittedAt!.Value);
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Progress;

/// <summary>
/// A room that brings a lesson kind says that the learner has finished it by a result (a passed quiz). No route carries this command:
/// only another handler runs it, in the learner's own name.
/// </summary>
/// <param name="LessonId">The lesson.</param>
/// <param name="ScorePercent">0 to 100; kept as the best so far.</param>
/// <param name="Passed">Completes the lesson; a failed result only records the score.</param>
/// <param name="PersonId">Whose, where the system acts (a job that hands in what the clock has ended); a person's own act needs none.</param>
[Requires(LearningPermissions.Study)]
public sealed record CompleteByResult(Guid LessonId, [Range(0, 100)] decimal ScorePercent, bool Passed, Guid? PersonId = null);

/// <summary>Carries out <see cref="CompleteByResult"/>.</summary>
public static class CompletingByResult
{
    /// <summary>Progress never goes backwards: a later failure does not undo a pass.</summary>
    public static async Task<Result<Done>> Handle(CompleteByResult command, Act act)
    {
        if (await act.PlaceToStudy(command.LessonId, command.PersonId) is not { } place) return ProgressErrors.LessonNotFound;
        place.Lesson.Score(command.ScorePercent, act.Now);
        if (command.Passed) place.Finish(act);
        return Done.It;
    }
}

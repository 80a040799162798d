using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Progress;

/// <summary>Marks a lesson as finished for the signed-in learner; only kinds that are done by reading them. Progress never goes backwards (C3).</summary>
[Requires(LearningPermissions.Study), InPerson]
public sealed record CompleteLesson(Guid LessonId, [Range(0, 86_400)] int SecondsSpent);

/// <summary>Carries out <see cref="CompleteLesson"/>.</summary>
public static class CompletingLessons
{
    public static async Task<Result<ProgressView>> Handle(CompleteLesson command, Act act)
    {
        if (await act.PlaceToStudy(command.LessonId) is not { } place) return ProgressErrors.LessonNotFound;
        if (!act.Get<House>().Contributions.LessonKinds.TryGetValue(place.Kind, out var kind) || !kind.CompletesByReading) return ProgressErrors.CompletesByResult;
        place.Lesson.Study(command.SecondsSpent, 1000, act.Now);
        place.Finish(act);
        return place.ToView();
    }

    /// <summary>Counts the lesson once; the last one of a section completes the section.</summary>
    internal static void Finish(this StudyScope.Place place, Act act)
    {
        if (!place.Lesson.Complete(act.Now)) return;
        if (place.Section.Count(act.Now)) act.Publish(new SectionFinished(place.Section.SectionId, place.Section.PersonId, act.Now));
    }
}

/// <summary>A learner has done every lesson of a section: the enrolment is completed and the certificate is made by those who listen.</summary>
public sealed record SectionFinished(Guid SectionId, Guid PersonId, DateTimeOffset At) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "learning.section.finished.v1";

    /// <inheritdoc/>
    public Guid AggregateId => SectionId;
}

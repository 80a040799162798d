using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Security;

namespace Lyceum.Learning.Progress;

/// <summary>Says that the learner is reading: about once a minute, and on leaving. The server's clock caps the time.</summary>
/// <param name="Seconds">Spent since the last message.</param>
/// <param name="Position">Where on the page, in thousandths.</param>
[Requires(LearningPermissions.Study), InPerson]
public sealed record StudyLesson(Guid LessonId, [Range(0, 86_400)] int Seconds, [Range(0, 1000)] int Position);

/// <summary>How far one is with a lesson and with its section.</summary>
public sealed record ProgressView(Guid LessonId, StudyState State, int Seconds, int Position, decimal? BestScore, int Completed, int Total);

/// <summary>Carries out <see cref="StudyLesson"/>.</summary>
public static class Studying
{
    public static async Task<Result<ProgressView>> Handle(StudyLesson command, Act act)
    {
        if (await act.PlaceToStudy(command.LessonId) is not { } place) return ProgressErrors.LessonNotFound;
        place.Lesson.Study(command.Seconds, command.Position, act.Now);
        return place.ToView();
    }

    internal static ProgressView ToView(this StudyScope.Place place) => new(
        place.LessonId, place.Lesson.State, place.Lesson.Seconds, place.Lesson.Position, place.Lesson.BestScore, place.Section.Completed, place.Section.Total);
}

using Lyceum.Platform;

namespace Lyceum.Learning.Progress;

/// <summary>Why progress is not recorded.</summary>
public static class ProgressErrors
{
    public static readonly Refusal LessonNotFound = Refusal.NotFound("learning.lesson.not_found");

    /// <summary>The preview ended when enrolment closed.</summary>
    public static readonly Refusal PreviewOver = Refusal.Gone("learning.preview.over");
    public static readonly Refusal SectionNotFound = Refusal.NotFound("learning.section.not_found");

    /// <summary>A quiz is not done by saying so.</summary>
    public static readonly Refusal CompletesByResult = Refusal.Conflict("learning.lesson.completes_by_result");
}

using Lyceum.Platform;

namespace Lyceum.Assessment.Attempts;

/// <summary>Why an attempt says no.</summary>
public static class AttemptErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("assessment.attempt.not_found");
    public static readonly Refusal NotOpenYet = Refusal.Conflict("assessment.attempt.not_open_yet");
    public static readonly Refusal QuizClosed = Refusal.Conflict("assessment.attempt.quiz_closed");
    public static readonly Refusal CourseArchived = Refusal.Conflict("assessment.attempt.course_archived");
    public static readonly Refusal NoneLeft = Refusal.Conflict("assessment.attempt.none_left");
    public static readonly Refusal NoQuestions = Refusal.Conflict("assessment.attempt.no_questions");
    public static readonly Refusal TimeIsUp = Refusal.Conflict("assessment.attempt.time_is_up");
    public static readonly Refusal HandedIn = Refusal.Conflict("assessment.attempt.handed_in");
    public static readonly Refusal StillOpen = Refusal.Conflict("assessment.attempt.still_open");
    public static readonly Refusal NotAnAnswer = Refusal.Invalid(new FieldError("answer", "assessment.attempt.not_an_answer"));

    /// <summary>The unique index spoke where the lock did not: try again and the open attempt is found.</summary>
    public static readonly Refusal AlreadyOpen = Refusal.Conflict("assessment.attempt.already_open");
    public static readonly Refusal IsFinal = Refusal.Conflict("assessment.attempt.is_final");
}

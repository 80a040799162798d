using Lyceum.Platform;

namespace Lyceum.Assessment.Quizzes;

/// <summary>Why a quiz cannot be written so.</summary>
public static class QuizErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("assessment.quiz.not_found");
    public static readonly Refusal WindowOutOfOrder = Refusal.Invalid(new FieldError("closesAt", "assessment.quiz.window_out_of_order"));
    public static readonly Refusal UnknownType = Refusal.Invalid(new FieldError("type", "assessment.question.unknown_type"));
    public static readonly Refusal AttemptsKeepIt = Refusal.Conflict("assessment.quiz.attempts_keep_it");
}

using Lyceum.Platform;

namespace Lyceum.Assessment.Marking;

/// <summary>Why a mark is not taken.</summary>
public static class MarkErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("assessment.mark.not_found");
    public static readonly Refusal OwnAnswer = Refusal.Conflict("assessment.mark.own_answer");

    /// <summary>Whoever replaces a mark says which one they have seen.</summary>
    public static readonly Refusal AlreadyMarked = Refusal.Conflict("assessment.mark.already_marked");
    public static readonly Refusal HalfPoints = Refusal.Invalid(new FieldError("points", "assessment.mark.half_points"));
}

using Lyceum.Platform;

namespace Lyceum.Academics.Enrolments;

/// <summary>Why an enrolment says no.</summary>
public static class EnrolmentErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("academics.enrolment.not_found");
    public static readonly Refusal Full = Refusal.Conflict("academics.enrolment.full");
    public static readonly Refusal CannotMove = Refusal.Conflict("academics.enrolment.cannot_move");
    public static readonly Refusal NoPerson = Refusal.Invalid(new FieldError("personId", "academics.enrolment.no_person"));
    public static readonly Refusal OnlyOneself = Refusal.NotAllowed("academics.enrolment.only_oneself");
}

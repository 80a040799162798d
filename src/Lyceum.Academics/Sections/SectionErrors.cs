using Lyceum.Platform;

namespace Lyceum.Academics.Sections;

/// <summary>Why a section says no.</summary>
public static class SectionErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("academics.section.not_found");
    public static readonly Refusal CodeTaken = Refusal.Conflict("academics.section.code_taken");
    public static readonly Refusal NotOpen = Refusal.Conflict("academics.section.not_open");
    public static readonly Refusal Closed = Refusal.Conflict("academics.section.closed");
    public static readonly Refusal CannotMove = Refusal.Conflict("academics.section.cannot_move");
    public static readonly Refusal CapacityUnderSeats = Refusal.Conflict("academics.section.capacity_under_seats");
    public static readonly Refusal DatesOutOfOrder = Refusal.Invalid(new FieldError("endsOn", "academics.section.dates_out_of_order"));
    public static readonly Refusal NeedsTerm = Refusal.Invalid(new FieldError("termId", "academics.section.needs_term"));
    public static readonly Refusal NoPerson = Refusal.Invalid(new FieldError("personId", "academics.section.no_person"));
    public static readonly Refusal LastInstructor = Refusal.Conflict("academics.section.last_instructor");
}

using Lyceum.Platform;

namespace Lyceum.Academics.Terms;

/// <summary>Why a term says no.</summary>
public static class TermErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("academics.term.not_found");
    public static readonly Refusal CodeTaken = Refusal.Conflict("academics.term.code_taken");
    public static readonly Refusal DatesOutOfOrder = Refusal.Invalid(new FieldError("endsOn", "academics.term.dates_out_of_order"));
    public static readonly Refusal WindowOutOfOrder = Refusal.Invalid(new FieldError("enrolmentClosesAt", "academics.term.window_out_of_order"));
    public static readonly Refusal OnlyForward = Refusal.Conflict("academics.term.only_forward");
    public static readonly Refusal NotOpen = Refusal.Conflict("academics.term.not_open");
    public static readonly Refusal Closed = Refusal.Conflict("academics.term.closed");
    public static readonly Refusal WindowNotOpen = Refusal.Conflict("academics.term.window_not_open");
    public static readonly Refusal WindowClosed = Refusal.Conflict("academics.term.window_closed");
}

using Lyceum.Platform;

namespace Lyceum.Academics;

/// <summary>Why the institution says no.</summary>
public static class InstitutionErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("academics.institution.not_found");
    public static readonly Refusal There = Refusal.Gone("academics.institution.there");
    public static readonly Refusal UnknownZone = Refusal.Invalid(new FieldError("zone", "academics.institution.unknown_zone"));
}

using Lyceum.Platform;

namespace Lyceum.Identity.People;

/// <summary>What can be refused about a person.</summary>
public static class PersonErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("identity.person.not_found");

    /// <summary>A zone this machine does not know (IANA names), or null when it is fine.</summary>
    internal static Refusal? UnknownZone(string? zone) =>
        zone is null || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? null : Refusal.Invalid([new FieldError("zone", "identity.person.unknown_zone")]);
}

namespace Lyceum.Platform.Localization;

/// <summary>What the clocks of a place show, as an instant.</summary>
public static class LocalTimes
{
    /// <summary>
    /// The instant at which clocks of the zone show this, in UTC; null in the hour that they skip, and in the first and the last year of the calendar, where the
    /// difference to UTC may lead out of it.
    /// </summary>
    public static DateTimeOffset? InstantOf(this TimeZoneInfo zone, DateTime local)
    {
        // A time that came with a zone of its own (…Z) is still read as what was typed: the field asks for the clock's time.
        var shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return shown.Year is 1 or 9999 || zone.IsInvalidTime(shown) ? null : new DateTimeOffset(shown, zone.GetUtcOffset(shown)).ToUniversalTime();
    }
}

namespace Lyceum.Academics;

/// <summary>The time zones a school may choose: the IANA names of this machine's tzdata.</summary>
internal static class Zones
{
    private static readonly Lazy<IReadOnlyList<string>> Known = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && (z.Id.Contains('/', StringComparison.Ordinal) || z.Id == "UTC")).Select(z => z.Id).Order(StringComparer.Ordinal)]);

    public static IReadOnlyList<string> All => Known.Value;

    public static bool Knows(string zone) => (zone == "UTC" || zone.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;

    public static TimeZoneInfo Find(string? zone) => zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;
}

using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Lyceum.Platform.Audit;

/// <summary>What the audit page shows, as its address says it: filters live there, so that a view can be sent to a colleague.</summary>
internal sealed record AuditAddress(Guid? Person, Guid? Thing, string? Act, string? Request, DateOnly? From, DateOnly? To)
{
    /// <summary>Days count in the zone given; the last day is included.</summary>
    public AuditFilter Filter(TimeZoneInfo zone) => new(Person, Thing, Act, Request, Start(From, zone), Start(To?.AddDays(1), zone));

    /// <summary>The address of this view, with an entry opened or a later page where given.</summary>
    public string Href(Guid? entry = null, string? cursor = null)
    {
        var query = new Dictionary<string, string?>
        {
            ["person"] = Person?.ToString(),
            ["thing"] = Thing?.ToString(),
            ["act"] = Act,
            ["request"] = Request,
            ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["cursor"] = cursor,
            ["entry"] = entry?.ToString(),
        };
        return QueryHelpers.AddQueryString("/admin/audit", query.Where(p => !string.IsNullOrEmpty(p.Value)));
    }

    private static DateTimeOffset? Start(DateOnly? day, TimeZoneInfo zone)
    {
        if (day is not { } date) return null;
        var local = date.ToDateTime(TimeOnly.MinValue);
        return date.Year is 1 or 9999 ? null : new DateTimeOffset(local, zone.GetUtcOffset(local));   // before or after everything: no bound
    }
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics;

/// <summary>The school itself: one row per installation.</summary>
public sealed class Institution
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required LocalizedName Name { get; set; }
    public required string ShortName { get; set; }

    /// <summary>IANA zone in which the timetable and all dates of the calendar stand.</summary>
    public required string Zone { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "EUR";
    public string? Address { get; set; }
    public string? HelpAddress { get; set; }

    /// <summary>Two short sentences on the landing page.</summary>
    public LocalizedName? Tagline { get; set; }
    public LocalizedName? Lead { get; set; }
    public int Version { get; private set; } = 1;

    internal InstitutionView ToView() => new(Id, Name, ShortName, Zone, Currency, Address, HelpAddress, Tagline, Lead, Version);

    internal static void Map(ModelBuilder model) => model.Entity<Institution>(e =>
    {
        e.ToTable("institution");
        e.Property(x => x.Name).IsLocalized();
        e.Property(x => x.Tagline).IsLocalized();
        e.Property(x => x.Lead).IsLocalized();
    });
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Programmes;

/// <summary>What one graduates from.</summary>
public sealed class Programme
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Code { get; set; }
    public required LocalizedName Name { get; set; }

    /// <summary>How long it takes, in words: “4 years”.</summary>
    public LocalizedName? Length { get; set; }
    public required string Level { get; set; }
    public decimal Credits { get; set; }
    public LocalizedName? Description { get; set; }
    public int Position { get; set; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Programme>(e =>
    {
        e.ToTable("programmes");
        e.Property(x => x.Name).IsLocalized();
        e.Property(x => x.Length).IsLocalized();
        e.Property(x => x.Description).IsLocalized();
    });
}

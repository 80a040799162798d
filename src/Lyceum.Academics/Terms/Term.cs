using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Terms;

/// <summary>Planned → open → closed, forward only; an open term may be enrolled in while its window is open.</summary>
public enum TermState
{
    Planned,
    Open,
    Closed,
}

/// <summary>A teaching period. Its state is enforced: nothing is enrolled, dropped or marked in a closed term.</summary>
public sealed class Term
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Code { get; set; }
    public required LocalizedName Name { get; set; }
    public DateOnly StartsOn { get; set; }
    public DateOnly EndsOn { get; set; }
    public DateTimeOffset EnrolmentOpensAt { get; set; }
    public DateTimeOffset EnrolmentClosesAt { get; set; }
    public TermState State { get; set; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Term>(e =>
    {
        e.ToTable("terms");
        e.Property(x => x.Name).IsLocalized();
        e.Property(x => x.State).HasConversion<LowerCase<TermState>>();
    });
}

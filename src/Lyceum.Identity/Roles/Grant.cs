using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>One permission given to one person until a date, with the reason. Always ends by itself: what is needed for good is a role.</summary>
public sealed class Grant
{
    /// <summary>Longest: a year.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PersonId { get; init; }
    public required string Permission { get; init; }
    public Reach Reach { get; init; }
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset UntilAt { get; init; }
    public Guid? GivenBy { get; init; }
    public required string Reason { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public Guid? EndedBy { get; private set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    internal void End(Guid? by, DateTimeOffset now) => (EndedAt, EndedBy) = (now, by);

    internal static void Map(ModelBuilder model) => model.Entity<Grant>(e =>
    {
        e.ToTable("grants");
        e.RefersTo<Grant, People.Person>(x => x.PersonId);
        e.Property(x => x.Reach).HasConversion<LowerCase<Reach>>();
    });
}

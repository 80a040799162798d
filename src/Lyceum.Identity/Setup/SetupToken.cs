using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Setup;

/// <summary>The first administrator's way in: made by the owner of the machine, good once, for a day.</summary>
public sealed class SetupToken
{
    internal static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] TokenHash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; internal set; }

    internal static void Map(ModelBuilder model) => model.Entity<SetupToken>().ToTable("setup_tokens");
}

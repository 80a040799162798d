using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SignIns;

/// <summary>Password right, second step still owed. Ten minutes, then from the start.</summary>
public sealed class Challenge
{
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public bool Kept { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Challenge>().ToTable("challenges").RefersTo<Challenge, Accounts.Account>(x => x.AccountId);
}

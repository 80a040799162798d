using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SignIns;

/// <summary>A browser that has signed in to an account before; its failures are counted apart from those of strangers.</summary>
public sealed class Device
{
    internal static readonly TimeSpan Life = TimeSpan.FromDays(180);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<Device>().ToTable("devices").RefersTo<Device, Accounts.Account>(x => x.AccountId);
}

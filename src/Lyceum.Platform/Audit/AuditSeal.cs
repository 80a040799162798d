using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Audit;

/// <summary>An entry's place in the chain. Written by the sealer alone.</summary>
internal sealed class AuditSeal
{
    public long Sequence { get; init; }
    public Guid EntryId { get; init; }
    public required byte[] Hash { get; init; }
    public DateTimeOffset SealedAt { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<AuditSeal>(e =>
    {
        e.ToTable("audit_seals");
        e.HasKey(x => x.Sequence);
        e.Property(x => x.Sequence).ValueGeneratedNever();
        e.Unaudited();
    });
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Issued;

/// <summary>A line of what a document says, as the verification page repeats it: “Result — 18.4 of 20”.</summary>
public sealed record IssuedDetail(LocalizedName Label, LocalizedName Value);

/// <summary>
/// A document the school has given out. Stands as it was issued for ever; it can only be revoked, once, with a reason that everybody who checks it reads.
/// </summary>
internal sealed class IssuedDocument
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>As printed.</summary>
    public required string Serial { get; init; }

    /// <summary>As looked up: see <see cref="Serials.Key"/>.</summary>
    public required string SerialKey { get; init; }

    /// <summary>The issuing room's word for it: <c>learning.certificate</c>.</summary>
    public required string Kind { get; init; }
    public Guid PersonId { get; init; }
    public required string HolderName { get; init; }

    /// <summary>The name in Latin letters, where the document prints it too.</summary>
    public string? HolderLatin { get; init; }
    public required LocalizedName Title { get; init; }

    /// <summary>The school's name on the day of issue.</summary>
    public required LocalizedName Issuer { get; init; }
    public required IReadOnlyList<IssuedDetail> Details { get; init; }
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>SHA-256 of the document's bytes, in lower-case hex.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The same, where the bytes are in the file store.</summary>
    public string? FileHash { get; init; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public string? RevokedReason { get; private set; }

    /// <summary>The actor's label.</summary>
    public string? RevokedBy { get; private set; }
    public int Version { get; private set; } = 1;

    public Refusal? Revoke(string reason, string by, DateTimeOffset now)
    {
        if (RevokedAt is not null) return IssuedErrors.AlreadyRevoked;
        (RevokedAt, RevokedReason, RevokedBy) = (now, reason, by);
        return null;
    }

    public IssuedView ToView() => new()
    {
        Id = Id, Serial = Serial, Kind = Kind, PersonId = PersonId, Title = Title, IssuedAt = IssuedAt, ContentHash = ContentHash, FileHash = FileHash,
        RevokedAt = RevokedAt, RevokedReason = RevokedReason,
    };

    internal static void Map(ModelBuilder model) => model.Entity<IssuedDocument>(e =>
    {
        e.ToTable("issued_documents");
        e.Property(x => x.Title).IsLocalized();
        e.Property(x => x.Issuer).IsLocalized();
        e.Property(x => x.Details).IsJson();
    });
}

/// <summary>An issued document as the rooms join it and its holder sees it.</summary>
public sealed record IssuedView
{
    public required Guid Id { get; init; }
    public required string Serial { get; init; }
    public required string Kind { get; init; }
    public required Guid PersonId { get; init; }
    public required LocalizedName Title { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required string ContentHash { get; init; }
    public required string? FileHash { get; init; }
    public required DateTimeOffset? RevokedAt { get; init; }
    public required string? RevokedReason { get; init; }
}

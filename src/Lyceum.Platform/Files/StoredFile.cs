using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Files;

/// <summary>Content somebody brought, under a name. Many may point at the same content; what may be done with it is decided by the room that uses it.</summary>
internal sealed class StoredFile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Hash { get; init; }
    public long Size { get; init; }
    public required string MediaType { get; init; }
    public required string Name { get; init; }

    /// <summary>Who brought it; null when the system made it.</summary>
    public Guid? OwnerId { get; init; }
    public FilePurpose Purpose { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    public FileView ToView() => new()
    {
        Id = Id, Hash = Hash, Size = Size, MediaType = MediaType, Name = Name, OwnerId = OwnerId, Purpose = Purpose, CreatedAt = CreatedAt,
    };

    internal static void Map(ModelBuilder model)
    {
        model.Entity<StoredFile>(e =>
        {
            e.ToTable("files");
            e.Property(x => x.Purpose).HasConversion<LowerCase<FilePurpose>>();
        });
        model.Entity<Blob>(e =>
        {
            e.ToTable("blobs");
            e.HasKey(x => x.Hash);
            e.Unaudited();
        });
    }
}

/// <summary>Content the store has, once, however many files point at it.</summary>
internal sealed class Blob
{
    public required string Hash { get; init; }
    public long Size { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A file as its owner and the rooms see it. The hash is what <see cref="FileLinks"/> makes a link from.</summary>
public sealed record FileView
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
    public required string MediaType { get; init; }
    public required string Name { get; init; }
    public required Guid? OwnerId { get; init; }
    public required FilePurpose Purpose { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A short-lived address of the content, where the answer carries one.</summary>
    public string? Url { get; init; }
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Issued;

/// <summary>Whether a document stands.</summary>
public enum Standing
{
    Valid,
    Revoked,
}

/// <summary>What anybody may learn of a document by its serial. Once it is revoked the holder is not named any more.</summary>
public sealed record Proof(
    Standing State, string Serial, string? Holder, string? HolderLatin, LocalizedName Title, LocalizedName Issuer, IReadOnlyList<IssuedDetail> Details,
    DateTimeOffset IssuedAt, string ContentHash, DateTimeOffset? RevokedAt, string? RevokedReason);

/// <summary>Issued documents as upper rooms join them.</summary>
public static class IssuedSets
{
    extension(LyceumDb db)
    {
        /// <summary>The register, for joining by person or serial; whom it is shown to is the joining room's rule.</summary>
        public IQueryable<IssuedView> IssuedDocuments => db.Set<IssuedDocument>().AsNoTracking().Select(d => new IssuedView
        {
            Id = d.Id, Serial = d.Serial, Kind = d.Kind, PersonId = d.PersonId, Title = d.Title, IssuedAt = d.IssuedAt, ContentHash = d.ContentHash, FileHash = d.FileHash,
            RevokedAt = d.RevokedAt, RevokedReason = d.RevokedReason,
        });
    }
}

/// <summary>Reads of the register.</summary>
public static class IssuedQueries
{
    /// <summary>The proof behind a serial as somebody typed it; one answer for a serial never given and for what cannot be one.</summary>
    public static async Task<Result<Proof>> Verify(string typed, LyceumDb db, CancellationToken ct)
    {
        if (Serials.Key(typed) is not { } key) return IssuedErrors.Unknown;
        var document = await db.Set<IssuedDocument>().AsNoTracking().SingleOrDefaultAsync(d => d.SerialKey == key, ct);
        if (document is null) return IssuedErrors.Unknown;
        var stands = document.RevokedAt is null;
        return new Proof(
            stands ? Standing.Valid : Standing.Revoked, document.Serial, stands ? document.HolderName : null, stands ? document.HolderLatin : null, document.Title, document.Issuer,
            stands ? document.Details : [], document.IssuedAt, document.ContentHash, document.RevokedAt, document.RevokedReason);
    }
}

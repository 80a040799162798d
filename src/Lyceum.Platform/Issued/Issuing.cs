using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Issued;

/// <summary>A document about to be given out. The serial was made first (<see cref="Serials.New"/>), because it is printed on what is hashed.</summary>
public sealed record NewIssuedDocument
{
    public required string Serial { get; init; }

    /// <summary>The issuing room's word for it: <c>learning.certificate</c>.</summary>
    public required string Kind { get; init; }
    public required Guid PersonId { get; init; }
    public required string HolderName { get; init; }
    public string? HolderLatin { get; init; }
    public required LocalizedName Title { get; init; }

    /// <summary>The school's name.</summary>
    public required LocalizedName Issuer { get; init; }

    /// <summary>What the verification page repeats; nothing personal beyond the holder's name.</summary>
    public IReadOnlyList<IssuedDetail> Details { get; init; } = [];

    /// <summary>SHA-256 of the document, lower-case hex; in the file store when <see cref="InFileStore"/>.</summary>
    public required string ContentHash { get; init; }
    public bool InFileStore { get; init; } = true;
}

/// <summary>The register, as a room writes to it within its own act.</summary>
public static class Issuing
{
    /// <summary>
    /// Enters the document into the register in this transaction. The permission is that of the room's own command. A file in the store must have been
    /// kept (<c>KeepFile</c>) in this act or before. Refused: a serial that is not one of <see cref="Serials.New"/>; at commit, one that is taken.
    /// </summary>
    public static Result<IssuedView> Issue(this Act act, NewIssuedDocument document)
    {
        if (Serials.Key(document.Serial) is not { } key) return IssuedErrors.BadSerial;
        var issued = new IssuedDocument
        {
            Serial = document.Serial,
            SerialKey = key,
            Kind = document.Kind,
            PersonId = document.PersonId,
            HolderName = document.HolderName,
            HolderLatin = document.HolderLatin == document.HolderName ? null : document.HolderLatin,
            Title = document.Title,
            Issuer = document.Issuer,
            Details = document.Details,
            IssuedAt = act.Now,
            ContentHash = document.ContentHash,
            FileHash = document.InFileStore ? document.ContentHash : null,
        };
        act.Db.Add(issued);
        return issued.ToView();
    }
}

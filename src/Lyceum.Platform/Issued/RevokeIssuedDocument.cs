using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Issued;

/// <summary>Takes a document back, for good. The reason is shown to everybody who checks it.</summary>
[Requires(IssuedPermissions.Revoke), InPerson]
public sealed record RevokeIssuedDocument([Required, StringLength(60)] string Serial, [Required, StringLength(500, MinimumLength = 10)] string Reason);

/// <summary>A document no longer stands.</summary>
public sealed record IssuedDocumentRevoked(Guid DocumentId, string Serial, string Kind, Guid PersonId, string Reason) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "platform.issued.revoked.v1";

    /// <inheritdoc/>
    public Guid AggregateId => DocumentId;
}

/// <summary>Revokes documents.</summary>
public static class RevokingIssuedDocuments
{
    public static async Task<Result<IssuedView>> Handle(RevokeIssuedDocument command, Act act)
    {
        if (!act.Actor.Reaches(IssuedPermissions.Revoke, Reach.All) || Serials.Key(command.Serial) is not { } key) return IssuedErrors.Unknown;
        // Locked until the door commits: of two who revoke at once the second finds it revoked and does not overwrite the first's reason.
        var document = await act.Db.Set<IssuedDocument>().ForUpdate().SingleOrDefaultAsync(d => d.SerialKey == key, act.Ct);
        if (document is null) return IssuedErrors.Unknown;
        if (document.Revoke(command.Reason.Trim(), act.Actor.Label, act.Now) is { } refusal) return refusal;
        act.Publish(new IssuedDocumentRevoked(document.Id, document.Serial, document.Kind, document.PersonId, command.Reason.Trim()));
        return document.ToView();
    }
}

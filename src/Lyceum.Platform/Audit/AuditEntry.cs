using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Audit;

/// <summary>One line of the audit log: who did what to which thing, before and after. Append-only, by right of the database role too.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public DateTimeOffset At { get; init; }
    public required string Actor { get; init; }

    /// <summary>Who did it.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>As whom, while they acted for somebody else; null otherwise.</summary>
    public Guid? AsPersonId { get; init; }
    public Guid? SessionId { get; init; }
    public required string Action { get; init; }
    public required string Entity { get; init; }
    public Guid? EntityId { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>Why, in the actor's words; null where none was asked for.</summary>
    public string? Reason { get; init; }
    public required string RequestId { get; init; }
    public required string Channel { get; init; }
    public string? ClientAddress { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<AuditEntry>(e =>
    {
        e.ToTable("audit_entries");
        e.Property(x => x.Before).HasColumnType("jsonb");
        e.Property(x => x.After).HasColumnType("jsonb");
        e.Unaudited();
    });
}

/// <summary>An audit row a handler writes by hand.</summary>
internal sealed record AuditNote(string Action, string Entity, Guid? EntityId, object? Before, object? After);

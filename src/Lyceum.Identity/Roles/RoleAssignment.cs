using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>A role given to a person, from a time, until a time or for good. Ending it keeps the row: who held what when is part of the record.</summary>
public sealed class RoleAssignment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PersonId { get; init; }

    /// <summary>A built-in role, or the key of one of the school's.</summary>
    public required string Role { get; init; }
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset? UntilAt { get; init; }

    /// <summary>Null when the system gave it (setup, seeding, a rule).</summary>
    public Guid? GivenBy { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public Guid? EndedBy { get; private set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    internal void End(Guid? by, DateTimeOffset now) => (EndedAt, EndedBy) = (now, by);

    internal static void Map(ModelBuilder model) => model.Entity<RoleAssignment>().ToTable("role_assignments").RefersTo<RoleAssignment, People.Person>(x => x.PersonId);
}

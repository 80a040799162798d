using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>Requested → active → completed, withdrawn, dropped or failed; each transition is guarded here and by a trigger.</summary>
public enum EnrolmentState
{
    Requested,
    Active,
    Completed,
    Withdrawn,
    Dropped,
    Failed,
}

/// <summary>A person's place in a section. One row per person and section for ever: enrolling again revives it.</summary>
public sealed class Enrolment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid SectionId { get; init; }
    public Guid PersonId { get; init; }
    public EnrolmentState State { get; internal set; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? ActivatedAt { get; internal set; }
    public DateTimeOffset? EndedAt { get; internal set; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Enrolment>(e =>
    {
        e.ToTable("enrolments");
        e.Property(x => x.State).HasConversion<LowerCase<EnrolmentState>>();
    });
}

using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>Requested → active → completed, withdrawn, dropped or failed; waitlisted before active where every seat is taken. Each transition is guarded here and by a trigger.</summary>
public enum EnrolmentState
{
    Requested,

    /// <summary>Every seat is taken; this one is next in its turn.</summary>
    Waitlisted,
    Active,
    Completed,
    Withdrawn,
    Dropped,
    Failed,
}

/// <summary>A person's place in a section. One row per person and section for ever: enrolling again revives it.</summary>
public sealed class Enrolment
{
    private static readonly Transitions<EnrolmentState> Steps = new(
        (EnrolmentState.Requested, EnrolmentState.Active), (EnrolmentState.Requested, EnrolmentState.Dropped),
        (EnrolmentState.Requested, EnrolmentState.Waitlisted), (EnrolmentState.Waitlisted, EnrolmentState.Active),
        (EnrolmentState.Waitlisted, EnrolmentState.Dropped), (EnrolmentState.Waitlisted, EnrolmentState.Withdrawn),
        (EnrolmentState.Active, EnrolmentState.Completed), (EnrolmentState.Active, EnrolmentState.Withdrawn),
        (EnrolmentState.Active, EnrolmentState.Dropped), (EnrolmentState.Active, EnrolmentState.Failed),
        (EnrolmentState.Withdrawn, EnrolmentState.Active), (EnrolmentState.Dropped, EnrolmentState.Active),
        (EnrolmentState.Withdrawn, EnrolmentState.Waitlisted), (EnrolmentState.Dropped, EnrolmentState.Waitlisted));

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid SectionId { get; init; }
    public Guid PersonId { get; init; }
    public EnrolmentState State { get; internal set; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? ActivatedAt { get; internal set; }
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Since when one waits; null while one does not.</summary>
    public DateTimeOffset? WaitingAt { get; private set; }

    /// <summary>The turn in the section's wait list: the lowest is next. Not the place, which others leaving makes smaller.</summary>
    public int? WaitingNumber { get; private set; }
    public int Version { get; private set; } = 1;

    internal Section? Section { get; init; }

    /// <summary>Active and completed enrolments hold a seat; the others have given it back.</summary>
    public bool HoldsSeat => State is EnrolmentState.Active or EnrolmentState.Completed;

    /// <summary>Takes the next step and keeps the section's count of seats right; both rows must be locked.</summary>
    internal Result<Enrolment> Move(EnrolmentState to, Section section, DateTimeOffset now)
    {
        if (State == to) return this;
        if (!Steps.Allows(State, to)) return EnrolmentErrors.CannotMove.With(("from", State), ("to", to));
        var held = HoldsSeat;
        State = to;
        (WaitingAt, WaitingNumber) = (null, null);
        if (to == EnrolmentState.Active) (ActivatedAt, EndedAt) = (now, null);
        else EndedAt = now;
        section.SeatsTaken += (HoldsSeat ? 1 : 0) - (held ? 1 : 0);
        return this;
    }

    /// <summary>Takes the next turn in the section's wait list; the section must be locked, which gives each number once.</summary>
    internal Result<Enrolment> Wait(int number, DateTimeOffset now)
    {
        if (State == EnrolmentState.Waitlisted) return this;
        if (!Steps.Allows(State, EnrolmentState.Waitlisted)) return EnrolmentErrors.CannotMove.With(("from", State), ("to", EnrolmentState.Waitlisted));
        (State, EndedAt, WaitingAt, WaitingNumber) = (EnrolmentState.Waitlisted, null, now, number);
        return this;
    }

    internal EnrolmentView ToView() => new(Id, SectionId, PersonId, State, RequestedAt, ActivatedAt, EndedAt, Version);

    internal static void Map(ModelBuilder model) => model.Entity<Enrolment>(e =>
    {
        e.ToTable("enrolments");
        e.Property(x => x.State).HasConversion<LowerCase<EnrolmentState>>();
        e.Ignore(x => x.HoldsSeat);
        e.HasOne(x => x.Section).WithMany(s => s.Enrolments).HasForeignKey(x => x.SectionId);
    });
}

using Lyceum.Academics.Enrolments;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Sections;

/// <summary>Planned → open → closed; a closed one may be opened again while its term is open.</summary>
public enum SectionState
{
    Planned,
    Open,
    Closed,
}

/// <summary>A course as it is taught once: in a term, or open (no dates) for self-paced study. Seats are counted on this row, under its lock.</summary>
public sealed class Section
{
    /// <summary>The code of a self-paced course's one section.</summary>
    public const string OpenCode = "open";

    private static readonly Transitions<SectionState> Steps = new(
        (SectionState.Planned, SectionState.Open), (SectionState.Open, SectionState.Closed),
        (SectionState.Planned, SectionState.Closed), (SectionState.Closed, SectionState.Open));

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid CourseId { get; init; }

    /// <summary>Null for an open section.</summary>
    public Guid? TermId { get; init; }

    /// <summary>Unique within the course; stands in addresses: <c>2026-autumn-a</c>, <c>open</c>.</summary>
    public required string Code { get; set; }

    /// <summary>Null is unlimited.</summary>
    public int? Capacity { get; set; }

    /// <summary>Active and completed enrolments. Kept on the row so that the last seat is decided under one lock; a constraint keeps it within capacity.</summary>
    public int SeatsTaken { get; internal set; }
    public SectionState State { get; set; }
    public DateOnly? StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    /// <summary>For asking who teaches here, within one statement.</summary>
    internal List<SectionTeacher> Teachers { get; } = [];

    /// <summary>For asking who learns here, within one statement; never loaded as a whole.</summary>
    internal List<Enrolment> Enrolments { get; } = [];

    /// <summary>Why nobody may take a place now, or null. Call it on the locked row: the number of seats is only true there.</summary>
    internal Refusal? RefusesEnrolment() => State switch
    {
        SectionState.Planned => SectionErrors.NotOpen,
        SectionState.Closed => SectionErrors.Closed,
        _ when Capacity is { } capacity && SeatsTaken >= capacity => EnrolmentErrors.Full,
        _ => null,
    };

    /// <summary>Opens or closes the section.</summary>
    internal Result<Section> Move(SectionState to)
    {
        if (State == to) return this;
        if (!Steps.Allows(State, to)) return SectionErrors.CannotMove;
        State = to;
        return this;
    }

    /// <summary>Sets how many may come; not fewer than are here already.</summary>
    internal Refusal? SetCapacity(int? capacity)
    {
        if (capacity < SeatsTaken) return SectionErrors.CapacityUnderSeats.With(("taken", SeatsTaken));
        Capacity = capacity;
        return null;
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Section>(e =>
        {
            e.ToTable("sections");
            e.Property(x => x.State).HasConversion<LowerCase<SectionState>>();
            e.HasOne<Courses.Course>().WithMany(c => c.Sections).HasForeignKey(x => x.CourseId);
            e.HasOne<Terms.Term>().WithMany().HasForeignKey(x => x.TermId);
        });
        model.Entity<SectionTeacher>(e =>
        {
            e.ToTable("section_teachers");
            e.HasKey(x => new { x.SectionId, x.PersonId });
            e.Property(x => x.Duty).HasConversion<LowerCase<TeachingDuty>>();
            e.HasOne<Section>().WithMany(s => s.Teachers).HasForeignKey(x => x.SectionId);
        });
    }
}

/// <summary>What somebody does in a section.</summary>
public enum TeachingDuty
{
    Instructor,
    Assistant,
}

/// <summary>Who teaches a section; decides the reach <c>taught</c>.</summary>
public sealed class SectionTeacher
{
    public Guid SectionId { get; init; }
    public Guid PersonId { get; init; }
    public TeachingDuty Duty { get; set; }
}

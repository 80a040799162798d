using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Sections;

/// <summary>Planned → open → closed.</summary>
public enum SectionState
{
    Planned,
    Open,
    Closed,
}

/// <summary>A course as it is taught once: in a term, or open (no dates) for self-paced study. Seats are counted on this row, under its lock.</summary>
public sealed class Section
{
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

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Section>(e =>
        {
            e.ToTable("sections");
            e.Property(x => x.State).HasConversion<LowerCase<SectionState>>();
        });
        model.Entity<SectionTeacher>(e =>
        {
            e.ToTable("section_teachers");
            e.HasKey(x => new { x.SectionId, x.PersonId });
            e.Property(x => x.Duty).HasConversion<LowerCase<TeachingDuty>>();
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

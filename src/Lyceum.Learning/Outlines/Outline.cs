using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>
/// Units and lessons of one section. A course has one master outline (no section); a section's outline is copied from it, so that what
/// learners of a term have seen does not change under them. Files are shared by content hash, so a copy is cheap.
/// </summary>
public sealed class Outline
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid CourseId { get; init; }

    /// <summary>Null for the course's master outline.</summary>
    public Guid? SectionId { get; init; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Outline>().ToTable("outlines");
}

/// <summary>A part of an outline.</summary>
public sealed class Unit
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OutlineId { get; init; }
    public required string Title { get; set; }
    public int Position { get; set; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Unit>().ToTable("units");
}

/// <summary>One thing to study. What a kind means is said by a <see cref="LessonKind"/>.</summary>
public sealed class Lesson
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OutlineId { get; init; }
    public Guid UnitId { get; set; }

    /// <summary><c>text</c>, <c>video</c>, <c>file</c>, <c>link</c>, or a kind another room brings (<c>quiz</c>).</summary>
    public required string Kind { get; init; }
    public required string Title { get; set; }

    /// <summary>Place within the unit, from 1.</summary>
    public int Position { get; set; }

    /// <summary>Expected minutes of study.</summary>
    public int Minutes { get; set; }

    /// <summary>Markdown of a text lesson; words above the file, video or link of the others.</summary>
    public string Body { get; set; } = "";

    /// <summary>Address of a video or link.</summary>
    public string? Href { get; set; }

    /// <summary>Content hash of the file or video in the file store.</summary>
    public string? FileHash { get; set; }

    /// <summary>Readable before enrolling.</summary>
    public bool IsPreview { get; set; }

    /// <summary>Learners see published lessons only.</summary>
    public bool IsPublished { get; set; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Lesson>().ToTable("lessons");
}

/// <summary>Learning's sets, for rooms above.</summary>
public static class LearningSets
{
    extension(LyceumDb db)
    {
        public DbSet<Outline> Outlines => db.Set<Outline>();
        public DbSet<Unit> Units => db.Set<Unit>();
        public DbSet<Lesson> Lessons => db.Set<Lesson>();
    }
}

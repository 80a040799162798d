using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Outlines;

/// <summary>
/// Units and lessons of one section. A course has one master outline (no section), which its teachers edit; a section's outline is copied
/// from it, so that what learners of a term have seen does not change under them. Files are shared by content hash, so a copy is cheap.
/// </summary>
public sealed class Outline
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid CourseId { get; init; }

    /// <summary>Null for the course's master outline.</summary>
    public Guid? SectionId { get; init; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Outline>(e =>
    {
        e.ToTable("outlines");
        e.HasOne<Course>().WithMany().HasForeignKey(x => x.CourseId).OnDelete(DeleteBehavior.ClientNoAction);
        e.HasOne<Section>().WithMany().HasForeignKey(x => x.SectionId).OnDelete(DeleteBehavior.ClientNoAction);
    });
}

/// <summary>A part of an outline.</summary>
public sealed class Unit : IPlaced
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OutlineId { get; init; }
    public required string Title { get; set; }
    public int Position { get; set; }

    /// <summary>The master's unit this one was copied from; null in the master.</summary>
    public Guid? SourceId { get; init; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Unit>(e =>
    {
        e.ToTable("units");
        e.HasOne<Outline>().WithMany().HasForeignKey(x => x.OutlineId).OnDelete(DeleteBehavior.ClientNoAction);
    });
}

/// <summary>To whom a preview lesson opens before they enrol.</summary>
public enum PreviewFor
{
    Everyone,

    /// <summary>Whoever is signed in, enrolled or not.</summary>
    SignedIn,

    /// <summary>Everybody, as long as somebody can still enrol in the course, or will be able to.</summary>
    UntilClosing,
}

/// <summary>One thing to study. What a kind means is said by a <see cref="LessonKind"/>.</summary>
public sealed class Lesson : IPlaced
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

    /// <summary>The file or video; its facts are copied beside it, so that reading a lesson joins nothing.</summary>
    public Guid? FileId { get; set; }
    public string? FileHash { get; set; }
    public string? FileName { get; set; }
    public string? FileType { get; set; }
    public long? FileSize { get; set; }

    /// <summary>Readable before enrolling.</summary>
    public bool IsPreview { get; set; }

    /// <summary>The condition of the preview; says nothing where the lesson is none.</summary>
    public PreviewFor PreviewFor { get; set; }

    /// <summary>Learners see published lessons only.</summary>
    public bool IsPublished { get; set; }

    /// <summary>The master's lesson this one was copied from; null in the master.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>The version that one had when it was last carried over.</summary>
    public int? SourceVersion { get; set; }
    public int Version { get; private set; } = 1;

    internal static void Map(ModelBuilder model) => model.Entity<Lesson>(e =>
    {
        e.ToTable("lessons");
        e.Property(x => x.PreviewFor).HasConversion<LowerCase<PreviewFor>>();
        e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.ClientNoAction);
    });

    /// <summary>Takes over the words of the master's lesson, never its kind or place.</summary>
    internal void CarryOver(Lesson master)
    {
        TakeWords(master);
        SourceVersion = master.Version;
    }

    /// <summary>Says what another lesson says.</summary>
    internal void TakeWords(Lesson other)
    {
        (Title, Minutes, Body, Href, IsPreview, PreviewFor) = (other.Title, other.Minutes, other.Body, other.Href, other.IsPreview, other.PreviewFor);
        (FileId, FileHash, FileName, FileType, FileSize) = (other.FileId, other.FileHash, other.FileName, other.FileType, other.FileSize);
    }
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

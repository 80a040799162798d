using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>Draft ↔ published → archived → draft.</summary>
public enum CourseState
{
    Draft,
    Published,
    Archived,
}

/// <summary>How much a course asks of those who come.</summary>
public enum Difficulty
{
    Beginner,
    Intermediate,
    Advanced,
}

/// <summary>What is taught, apart from when and by whom (that is a <c>Section</c>). Known by its slug in addresses and its code on paper.</summary>
public sealed class Course
{
    private static readonly Transitions<CourseState> Steps = new(
        (CourseState.Draft, CourseState.Published), (CourseState.Published, CourseState.Draft),
        (CourseState.Draft, CourseState.Archived), (CourseState.Published, CourseState.Archived), (CourseState.Archived, CourseState.Draft));

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>As printed on transcripts: <c>PHA 201</c>.</summary>
    public required string Code { get; set; }

    /// <summary>Unicode letters, digits and hyphens; unique; an old one redirects.</summary>
    public required string Slug { get; set; }

    /// <summary>The language it is taught in: en, el, ar.</summary>
    public required string Language { get; set; }
    public required LocalizedName Title { get; set; }
    public required LocalizedName Summary { get; set; }

    /// <summary>Markdown, in the course's language.</summary>
    public string Description { get; set; } = "";
    public required string Category { get; set; }
    public Difficulty Difficulty { get; set; }
    public decimal Credits { get; set; }
    public int Hours { get; set; }
    public int Weeks { get; set; }
    public IReadOnlyList<string> Objectives { get; set; } = [];

    /// <summary>Units and lesson titles of a course announced before its lessons exist.</summary>
    public IReadOnlyList<AnnouncedUnit> Announced { get; set; } = [];

    /// <summary>Name of an icon of the house.</summary>
    public string Icon { get; set; } = "book";
    public Guid? ProgrammeId { get; set; }

    /// <summary>The course this one was copied from.</summary>
    public Guid? CopiedFromId { get; internal set; }
    public CourseState State { get; private set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>For asking whose course it is, within one statement.</summary>
    internal List<Section> Sections { get; } = [];

    /// <summary>Shows the course in the catalogue. What must be there first is checked by the rooms that know (an outline with lessons).</summary>
    public Result<Course> Publish(DateTimeOffset now)
    {
        if (!Steps.Allows(State, CourseState.Published)) return State == CourseState.Published ? this : CourseErrors.Archived;
        State = CourseState.Published;
        PublishedAt ??= now;
        return this;
    }

    /// <summary>Takes it out of the catalogue; those enrolled keep their place.</summary>
    public Result<Course> Withdraw() => State == CourseState.Archived ? CourseErrors.Archived : Move(CourseState.Draft);

    /// <summary>Puts it away; it keeps its address and its history.</summary>
    public Result<Course> Archive() => Move(CourseState.Archived);

    /// <summary>Takes it out of the archive as a draft: publishing it again asks once more what is missing. One that is not archived stays as it is.</summary>
    public Result<Course> BringBack() => State == CourseState.Archived ? Move(CourseState.Draft) : this;

    private Result<Course> Move(CourseState to)
    {
        if (State == to) return this;
        if (!Steps.Allows(State, to)) return CourseErrors.Archived;
        State = to;
        return this;
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Course>(e =>
        {
            e.ToTable("courses");
            e.Property(x => x.Title).IsLocalized();
            e.Property(x => x.Summary).IsLocalized();
            e.Property(x => x.Objectives).IsJson();
            e.Property(x => x.Announced).IsJson();
            e.Property(x => x.Difficulty).HasConversion<LowerCase<Difficulty>>();
            e.Property(x => x.State).HasConversion<LowerCase<CourseState>>();
            e.HasOne<Course>().WithMany().HasForeignKey(x => x.CopiedFromId);
            e.HasOne<Programmes.Programme>().WithMany().HasForeignKey(x => x.ProgrammeId);
        });
        model.Entity<FormerSlug>(e =>
        {
            e.ToTable("former_slugs");
            e.HasKey(x => x.Slug);
            e.HasOne<Course>().WithMany().HasForeignKey(x => x.CourseId);
        });
    }
}

/// <summary>A unit of a course that is announced: its title and the titles of its lessons.</summary>
public sealed record AnnouncedUnit(string Title, IReadOnlyList<string> Lessons);

/// <summary>An address a course once had; it redirects.</summary>
public sealed class FormerSlug
{
    public required string Slug { get; init; }
    public Guid CourseId { get; init; }
}

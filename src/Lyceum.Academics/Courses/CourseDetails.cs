using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Localization;

namespace Lyceum.Academics.Courses;

/// <summary>What a course says of itself; everything of it may be changed later. Title and summary should be given in the course's own language at least.</summary>
public sealed record CourseDetails(
    [Required, StringLength(20, MinimumLength = 2)] string Code,
    [Required, AllowedValues("en", "el", "ar")] string Language,
    [Required, Named(200)] LocalizedName Title,
    [Required, StringLength(60, MinimumLength = 1)] string Category)
{
    [Named(500)] public LocalizedName? Summary { get; init; }

    /// <summary>Markdown, in the course's language.</summary>
    [StringLength(20_000)] public string Description { get; init; } = "";
    public Difficulty Difficulty { get; init; }
    [Range(typeof(decimal), "0", "500", ParseLimitsInInvariantCulture = true)] public decimal Credits { get; init; }
    [Range(0, 10_000)] public int Hours { get; init; }
    [Range(0, 520)] public int Weeks { get; init; }
    [MaxLength(20)] public IReadOnlyList<string> Objectives { get; init; } = [];

    /// <summary>Units and lesson titles of a course announced before its lessons exist.</summary>
    [MaxLength(60)] public IReadOnlyList<AnnouncedUnit> Announced { get; init; } = [];

    /// <summary>Name of an icon of the house.</summary>
    [RegularExpression("^[a-z0-9-]{1,40}$")] public string Icon { get; init; } = "book";
    public Guid? ProgrammeId { get; init; }

    /// <summary>The address wanted, made into a slug; null keeps the one there is (or makes it from the title).</summary>
    [StringLength(200)] public string? Slug { get; init; }

    internal void WriteTo(Course course)
    {
        (course.Code, course.Language, course.Title, course.Category) = (Code.Trim(), Language, Title, Category.Trim());
        (course.Summary, course.Description, course.Difficulty) = (Summary ?? new LocalizedName(), Description, Difficulty);
        (course.Credits, course.Hours, course.Weeks, course.Icon) = (Credits, Hours, Weeks, Icon);
        (course.Objectives, course.Announced, course.ProgrammeId) = ([.. Objectives.Where(o => o.Trim().Length > 0)], Announced, ProgrammeId);
    }
}

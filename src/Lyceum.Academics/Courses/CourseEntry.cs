using System.ComponentModel.DataAnnotations;

namespace Lyceum.Academics.Courses;

/// <summary>The form of a course: every box may be empty until it is checked.</summary>
public sealed class CourseEntry
{
    public int? Version { get; set; }
    public string? Key { get; set; }
    [Required] public string? Code { get; set; }
    [Required] public string? Language { get; set; }
    public string? TitleEn { get; set; }
    public string? TitleEl { get; set; }
    public string? TitleAr { get; set; }
    public string? SummaryEn { get; set; }
    public string? SummaryEl { get; set; }
    public string? SummaryAr { get; set; }
    public string? Description { get; set; }
    [Required] public string? Category { get; set; }
    [Required] public Difficulty? Difficulty { get; set; }
    public decimal? Credits { get; set; }
    public int? Hours { get; set; }
    public int? Weeks { get; set; }
    public string? Objectives { get; set; }
    public string? Slug { get; set; }
    public Guid? TermId { get; set; }

    internal static CourseEntry Of(CourseView c) => new()
    {
        Version = c.Version, Code = c.Code, Language = c.Language, TitleEn = c.Title.En, TitleEl = c.Title.El, TitleAr = c.Title.Ar,
        SummaryEn = c.Summary.En, SummaryEl = c.Summary.El, SummaryAr = c.Summary.Ar, Description = c.Description, Category = c.Category, Difficulty = c.Difficulty,
        Credits = c.Credits, Hours = c.Hours, Weeks = c.Weeks, Objectives = string.Join('\n', c.Objectives), Slug = c.Slug,
    };

    /// <summary>What the form says; what it has no box for stays as the course has it.</summary>
    internal CourseDetails ToDetails(CourseView? course) => new(Code!, Language!, NameEntry.Of(TitleEn, TitleEl, TitleAr)!, Category!)
    {
        Summary = NameEntry.Of(SummaryEn, SummaryEl, SummaryAr), Description = (Description ?? "").ReplaceLineEndings("\n"), Difficulty = Difficulty!.Value,
        Credits = Credits ?? 0, Hours = Hours ?? 0, Weeks = Weeks ?? 0, Slug = string.IsNullOrWhiteSpace(Slug) ? null : Slug,
        Objectives = [.. (Objectives ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        Announced = course?.Announced ?? [], Icon = course?.Icon ?? "book", ProgrammeId = course?.ProgrammeId,
    };
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Sections;

/// <summary>What a section says of itself. Without a capacity anyone may come; without dates those of the term stand.</summary>
public sealed record SectionDetails([Required, RegularExpression("^[a-z0-9-]{1,40}$", ErrorMessage = "academics.field.code")] string Code)
{
    [Range(1, 100_000)] public int? Capacity { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
}

/// <summary>Plans a section of a course in a term. The one section without a term is that of a self-paced course, with the code <c>open</c>.</summary>
[Requires(AcademicsPermissions.ManageSections)]
public sealed record CreateSection(Guid CourseId, Guid? TermId, [Required] SectionDetails Section);

/// <summary>Carries out <see cref="CreateSection"/>.</summary>
public static class CreatingSections
{
    public static async Task<Result<SectionView>> Handle(CreateSection command, Act act)
    {
        var course = await act.Db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == command.CourseId, act.Ct);
        if (course is null) return CourseErrors.NotFound;
        if (course.State == CourseState.Archived) return CourseErrors.Archived;
        var given = command.Section;
        if (command.TermId is null != (given.Code == Section.OpenCode)) return SectionErrors.NeedsTerm;
        var term = command.TermId is { } id ? await act.Db.Terms.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, act.Ct) : null;
        if (command.TermId is not null && term is null) return TermErrors.NotFound;
        if (term?.State == TermState.Closed) return TermErrors.Closed;

        var section = new Section
        {
            Id = act.NewId(), CourseId = course.Id, TermId = term?.Id, Code = given.Code, CreatedAt = act.Now, State = term is null ? SectionState.Open : SectionState.Planned,
            StartsOn = given.StartsOn ?? term?.StartsOn, EndsOn = given.EndsOn ?? term?.EndsOn,
        };
        if (section.EndsOn < section.StartsOn) return SectionErrors.DatesOutOfOrder;
        if (section.SetCapacity(given.Capacity) is { } refusal) return refusal;
        act.Db.Sections.Add(section);
        Result<SectionView> made = section.ToView();
        return made.Created($"/api/v1/sections/{section.Id}");
    }
}

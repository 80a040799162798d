using System.ComponentModel.DataAnnotations;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>
/// Makes a course as a draft, with its first section: the section <c>open</c> of a self-paced course, or a planned one in the term.
/// An instructor who makes a course teaches that section.
/// </summary>
/// <param name="Course">What it says of itself.</param>
/// <param name="TermId">The term of the first section; null makes the course self-paced.</param>
[Requires(AcademicsPermissions.EditCourse)]
public sealed record CreateCourse([Required] CourseDetails Course, Guid? TermId = null);

/// <summary>Carries out <see cref="CreateCourse"/>.</summary>
public static class CreatingCourses
{
    private const int MostOfOneName = 100;

    public static async Task<Result<CourseView>> Handle(CreateCourse command, Act act)
    {
        var given = command.Course;
        Term? term = null;
        if (command.TermId is { } termId)
        {
            term = await act.Db.Terms.AsNoTracking().SingleOrDefaultAsync(t => t.Id == termId, act.Ct);
            if (term is null) return TermErrors.NotFound;
            if (term.State == TermState.Closed) return TermErrors.Closed;
        }
        if (given.ProgrammeId is { } programme && !await act.Db.Programmes.AnyAsync(p => p.Id == programme, act.Ct)) return CourseErrors.NoProgramme;

        var slug = Slugs.Of(given.Slug ?? given.Title.In(Language.Find(given.Language)!));
        if (slug.Length == 0) return CourseErrors.NoSlug;
        if (await FreeSlug(slug, given.Slug is not null, act) is not { } free) return CourseErrors.SlugTaken;

        var course = new Course { Id = act.NewId(), Code = "", Slug = free, Language = "", Title = given.Title, Summary = given.Title, Category = "", CreatedAt = act.Now };
        given.WriteTo(course);
        var section = new Section
        {
            Id = act.NewId(), CourseId = course.Id, TermId = term?.Id, CreatedAt = act.Now,
            Code = term is null ? Section.OpenCode : $"{term.Code[..Math.Min(term.Code.Length, 38)]}-a",
            State = term is null ? SectionState.Open : SectionState.Planned,
            StartsOn = term?.StartsOn, EndsOn = term?.EndsOn,
        };
        act.Db.Courses.Add(course);
        act.Db.Sections.Add(section);
        // Whoever reaches only what they teach would otherwise lose sight of the course they just made.
        if (act.Actor.PersonId is { } person && (!act.Actor.Reaches(AcademicsPermissions.EditCourse, Reach.All) || act.Actor.Roles.Contains(Role.Instructor)))
            act.Db.SectionTeachers.Add(new SectionTeacher { SectionId = section.Id, PersonId = person, Duty = TeachingDuty.Instructor });
        Result<CourseView> made = course.ToView();
        return made.Created($"/api/v1/courses/{course.Slug}");
    }

    /// <summary>
    /// The slug itself, or the first numbered one that no course has or had. Two creating at once may choose the same: the unique
    /// constraint then refuses the second as taken.
    /// </summary>
    private static async Task<string?> FreeSlug(string slug, bool asked, Act act)
    {
        var former = act.Db.Set<FormerSlug>();
        var taken = (await act.Db.Courses.Where(c => c.Slug.StartsWith(slug)).Select(c => c.Slug)
            .Concat(former.Where(f => f.Slug.StartsWith(slug)).Select(f => f.Slug)).ToListAsync(act.Ct)).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(slug)) return slug;
        return asked ? null : Enumerable.Range(2, MostOfOneName).Select(n => Slugs.Numbered(slug, n)).FirstOrDefault(s => !taken.Contains(s));
    }
}

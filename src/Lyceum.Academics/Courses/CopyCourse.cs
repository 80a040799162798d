using System.ComponentModel.DataAnnotations;
using Lyceum.Academics.Sections;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Courses;

/// <summary>The new course of a copy: its own code, name and address.</summary>
public sealed record NewCopy([Required, StringLength(20, MinimumLength = 2)] string Code, [Required, Named(200)] LocalizedName Title)
{
    /// <summary>The address wanted; null makes it from the title.</summary>
    [StringLength(200)] public string? Slug { get; init; }

    /// <summary>The term of the first section; null makes the course self-paced.</summary>
    public Guid? TermId { get; init; }

    /// <summary>Which parts are taken along; null is all of them, none is only what the course says of itself.</summary>
    [MaxLength(20)] public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>Dates move as far as the new term's beginning is from that of the course's last section; without it, or without both beginnings, they are left out.</summary>
    public bool MoveDates { get; init; }
}

/// <summary>Copies a course into a new one, a draft; learners, attempts and marks stay where they are.</summary>
[Requires(AcademicsPermissions.EditCourse)]
public sealed record CopyCourse(Guid CourseId, [Required] NewCopy Copy);

/// <summary>A part that was taken along, and how much of it there was.</summary>
public sealed record CopiedPart(string Name, int Count);

/// <summary>The new course and what it took along.</summary>
public sealed record CourseCopied(CourseView Course, IReadOnlyList<CopiedPart> Parts);

/// <summary>Carries out <see cref="CopyCourse"/>.</summary>
public static class CopyingCourses
{
    public static async Task<Result<CourseCopied>> Handle(CopyCourse command, Act act)
    {
        var source = await act.Db.Courses.AsNoTracking().ManagedBy(act.Actor, AcademicsPermissions.EditCourse).SingleOrDefaultAsync(c => c.Id == command.CourseId, act.Ct);
        if (source is null) return CourseErrors.NotFound;
        var wanted = command.Copy;
        var known = act.Get<House>().Contributions.CourseParts;
        IReadOnlyList<string> names = wanted.Parts is { } chosen ? [.. chosen.Distinct(StringComparer.Ordinal)] : [.. known.Select(p => p.Name)];
        if (names.Any(n => known.All(p => p.Name != n))) return CourseErrors.NoPart;
        var parts = known.Where(p => names.Contains(p.Name)).ToList();
        if (parts.Exists(p => p.Needs is { } needs && !names.Contains(needs))) return CourseErrors.PartAlone;

        var details = new CourseDetails(wanted.Code, source.Language, wanted.Title, source.Category)
        {
            Summary = source.Summary, Description = source.Description, Difficulty = source.Difficulty, Credits = source.Credits, Hours = source.Hours, Weeks = source.Weeks,
            Objectives = source.Objectives, Announced = source.Announced, Icon = source.Icon, ProgrammeId = source.ProgrammeId, Slug = string.IsNullOrWhiteSpace(wanted.Slug) ? null : wanted.Slug,
        };
        var made = await act.Run(new CreateCourse(details, wanted.TermId), CreatingCourses.Handle);
        if (!made.Ok) return made.Refusal;
        act.Db.Courses.Local.Single(c => c.Id == made.Value.Id).CopiedFromId = source.Id;

        var copying = new CourseCopying(source.Id, made.Value.Id, names, await Dates(source.Id, wanted, act));
        List<CopiedPart> copied = [];
        foreach (var part in parts)
        {
            if (part.Copy is null) continue;
            var done = await part.Copy(act, copying);
            if (!done.Ok) return done.Refusal;
            copied.Add(new CopiedPart(part.Name, done.Value.Count));
        }
        Result<CourseCopied> answer = new CourseCopied(made.Value, copied);
        return answer.Created($"/api/v1/courses/{made.Value.Slug}");
    }

    private static async Task<DateMove> Dates(Guid source, NewCopy wanted, Act act)
    {
        var zone = await act.Db.Institutions.Select(i => i.Zone).SingleOrDefaultAsync(act.Ct) ?? "UTC";
        if (!wanted.MoveDates || wanted.TermId is not { } termId) return new DateMove(null, zone);
        var begins = await act.Db.Terms.Where(t => t.Id == termId).Select(t => (DateOnly?)t.StartsOn).SingleAsync(act.Ct);
        var began = await act.Db.Sections.Where(s => s.CourseId == source).MaxAsync(s => s.StartsOn, act.Ct);
        return new DateMove(begins?.DayNumber - began?.DayNumber, zone);
    }
}

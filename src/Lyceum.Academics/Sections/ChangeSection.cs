using System.ComponentModel.DataAnnotations;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Sections;

/// <summary>Changes code, capacity and dates of a section, the capacity never below the seats taken; who is named as <paramref name="TeacherId"/> teaches it from now on.</summary>
[Requires(AcademicsPermissions.ManageSections)]
public sealed record ChangeSection(Guid SectionId, [Required] SectionDetails Section, Guid? TeacherId = null);

/// <summary>Opens a section, so that people may enrol; its term must not be closed.</summary>
[Requires(AcademicsPermissions.ManageSections)]
public sealed record OpenSection(Guid SectionId);

/// <summary>Closes a section: nobody new; those inside stay.</summary>
[Requires(AcademicsPermissions.ManageSections)]
public sealed record CloseSection(Guid SectionId);

/// <summary>Carries out <see cref="ChangeSection"/>, <see cref="OpenSection"/> and <see cref="CloseSection"/>.</summary>
public static class ChangingSections
{
    public static async Task<Result<SectionView>> Handle(ChangeSection command, Act act)
    {
        var section = await Find(command.SectionId, act);
        if (!section.Ok) return section.Refusal;
        var given = command.Section;
        if (given.EndsOn < given.StartsOn) return SectionErrors.DatesOutOfOrder;
        // The open section is known by its code; a section of a term may not take that name.
        if ((section.Value.TermId is null) != (given.Code == Section.OpenCode)) return SectionErrors.NeedsTerm;
        if (section.Value.SetCapacity(given.Capacity) is { } refusal) return refusal;
        await act.MoveUp(section.Value);
        (section.Value.Code, section.Value.StartsOn, section.Value.EndsOn) = (given.Code, given.StartsOn, given.EndsOn);
        if (command.TeacherId is { } teacher && (await act.Run(new NameTeacher(section.Value.Id, teacher), NamingTeachers.Name)).Refusal is { } nobody) return nobody;
        return section.Value.ToView();
    }

    public static async Task<Result<SectionView>> Open(OpenSection command, Act act)
    {
        var section = await Find(command.SectionId, act);
        if (!section.Ok) return section.Refusal;
        if (section.Value.TermId is { } id && await act.Db.Terms.AnyAsync(t => t.Id == id && t.State == TermState.Closed, act.Ct)) return TermErrors.Closed;
        var opened = section.Value.Move(SectionState.Open);
        if (opened.Ok) await act.MoveUp(opened.Value);
        return opened.Map(s => s.ToView());
    }

    public static async Task<Result<SectionView>> Close(CloseSection command, Act act) =>
        (await Find(command.SectionId, act)).Then(s => s.Move(SectionState.Closed)).Map(s => s.ToView());

    private static async Task<Result<Section>> Find(Guid id, Act act)
    {
        var section = await act.Db.Sections.ManagedBy(act.Actor, AcademicsPermissions.ManageSections).ForUpdate().SingleOrDefaultAsync(s => s.Id == id, act.Ct);
        if (section is null) return SectionErrors.NotFound;
        return act.CheckVersion(section.Version) is { } stale ? stale : section;
    }
}

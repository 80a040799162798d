using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Sections;

/// <summary>Says who teaches a section, or changes what they do there. Naming the same person again changes nothing.</summary>
[Requires(AcademicsPermissions.ManageSections)]
public sealed record NameTeacher(Guid SectionId, Guid PersonId, TeachingDuty Duty = TeachingDuty.Instructor);

/// <summary>Somebody no longer teaches a section; its last instructor stays until there is another.</summary>
[Requires(AcademicsPermissions.ManageSections)]
public sealed record RemoveTeacher(Guid SectionId, Guid PersonId);

/// <summary>Carries out <see cref="NameTeacher"/> and <see cref="RemoveTeacher"/>.</summary>
public static class NamingTeachers
{
    public static async Task<Result<Done>> Name(NameTeacher command, Act act)
    {
        // The section's lock orders two who change its teachers at once: otherwise both could take away the last instructor.
        if (await Locked(command.SectionId, act) is null) return SectionErrors.NotFound;
        var teacher = await act.Db.SectionTeachers.SingleOrDefaultAsync(t => t.SectionId == command.SectionId && t.PersonId == command.PersonId, act.Ct);
        if (teacher is not null)
        {
            if (command.Duty == TeachingDuty.Assistant && await IsLast(teacher, act)) return SectionErrors.LastInstructor;
            teacher.Duty = command.Duty;
            return Done.It;
        }
        if (!await act.Db.PersonNames.AnyAsync(p => p.Id == command.PersonId, act.Ct)) return SectionErrors.NoPerson;
        act.Db.SectionTeachers.Add(new SectionTeacher { SectionId = command.SectionId, PersonId = command.PersonId, Duty = command.Duty });
        return Done.It;
    }

    public static async Task<Result<Done>> Remove(RemoveTeacher command, Act act)
    {
        if (await Locked(command.SectionId, act) is null) return SectionErrors.NotFound;
        var teacher = await act.Db.SectionTeachers.SingleOrDefaultAsync(t => t.SectionId == command.SectionId && t.PersonId == command.PersonId, act.Ct);
        if (teacher is null) return Done.It;
        if (await IsLast(teacher, act)) return SectionErrors.LastInstructor;
        act.Db.SectionTeachers.Remove(teacher);
        return Done.It;
    }

    private static Task<Section?> Locked(Guid id, Act act) =>
        act.Db.Sections.ManagedBy(act.Actor, AcademicsPermissions.ManageSections).ForUpdate().SingleOrDefaultAsync(s => s.Id == id, act.Ct);

    private static async Task<bool> IsLast(SectionTeacher teacher, Act act) =>
        teacher.Duty == TeachingDuty.Instructor
        && !await act.Db.SectionTeachers.AnyAsync(t => t.SectionId == teacher.SectionId && t.PersonId != teacher.PersonId && t.Duty == TeachingDuty.Instructor, act.Ct);
}

using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>Takes a place in a section, for oneself or, with the right to manage enrolments, for somebody else. Enrolling twice gives the same enrolment.</summary>
/// <param name="SectionId">Where.</param>
/// <param name="PersonId">Who; null is the actor.</param>
/// <param name="OrWait">Where every seat is taken: take the next turn in the wait list rather than be refused.</param>
[Requires(AcademicsPermissions.Enrol)]
public sealed record Enrol(Guid SectionId, Guid? PersonId = null, bool OrWait = false);

/// <summary>Carries out <see cref="Enrol"/>.</summary>
public static class Enrolling
{
    public static async Task<Result<EnrolmentView>> Handle(Enrol command, Act act)
    {
        if ((command.PersonId ?? act.Actor.PersonId) is not { } person) return EnrolmentErrors.NoPerson;
        var forOther = person != act.Actor.PersonId;
        if (forOther && !act.Actor.May(AcademicsPermissions.ManageEnrolments)) return EnrolmentErrors.OnlyOneself;

        // Locked until the door commits: the last seat goes to one of two who come together. SeatsTaken is on the locked row;
        // rows joined in the same statement would be from before the wait.
        var courses = act.Db.Courses;
        var reachable = forOther
            ? act.Db.Sections.ManagedBy(act.Actor, AcademicsPermissions.ManageEnrolments).Where(s => courses.Any(c => c.Id == s.CourseId && c.State != CourseState.Archived))
            : act.Db.Sections.Where(s => courses.Any(c => c.Id == s.CourseId && c.State == CourseState.Published));
        var section = await reachable.ForUpdate().SingleOrDefaultAsync(s => s.Id == command.SectionId, act.Ct);
        if (section is null) return SectionErrors.NotFound;

        var enrolment = await act.Db.Enrolments.SingleOrDefaultAsync(e => e.SectionId == section.Id && e.PersonId == person, act.Ct);
        if (enrolment is { HoldsSeat: true }) return enrolment.ToView();   // asked again: the same place, even when the window has closed since

        if (section.RefusesEnrolment() is { } refusal && (refusal != EnrolmentErrors.Full || !command.OrWait)) return refusal;
        if (section.TermId is { } termId)
        {
            // The trigger enrolments_term_open looks once more under a shared lock: a term that closes between here and the insert refuses.
            var term = await act.Db.Terms.AsNoTracking().SingleAsync(t => t.Id == termId, act.Ct);
            if (term.RefusesEnrolment(act.Now) is { } closed) return closed;
        }
        // A seat that came free while nobody could move up (a closed window) is theirs who waited, not the next visitor's.
        await act.MoveUp(section);
        if (enrolment is { HoldsSeat: true }) return enrolment.ToView();
        if (section.RefusesEnrolment() is not null && !command.OrWait) return EnrolmentErrors.Full;
        if (enrolment is null)
        {
            if (forOther && !await act.Db.PersonNames.AnyAsync(p => p.Id == person, act.Ct)) return EnrolmentErrors.NoPerson;
            enrolment = new Enrolment { SectionId = section.Id, PersonId = person, RequestedAt = act.Now };
            act.Db.Enrolments.Add(enrolment);
        }
        if (section.RefusesEnrolment() is not null) return await act.Queue(enrolment);
        var moved = enrolment.Move(EnrolmentState.Active, section, act.Now);
        if (!moved.Ok) return moved.Refusal;
        act.Publish(new EnrolmentActivated(enrolment.Id, section.Id, section.CourseId, person, act.Now));
        return moved.Map(e => e.ToView()).Created($"/api/v1/enrolments/{enrolment.Id}");
    }
}

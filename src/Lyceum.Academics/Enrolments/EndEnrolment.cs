using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>Gives one's own place back, or leaves the wait list.</summary>
[Requires(AcademicsPermissions.Enrol)]
public sealed record Drop(Guid EnrolmentId);

/// <summary>Takes a person out of a section or off its wait list; the seat is the next one's, the history stays.</summary>
[Requires(AcademicsPermissions.ManageEnrolments)]
public sealed record Withdraw(Guid EnrolmentId);

/// <summary>Somebody has finished a section. Learning says so when its rule is met; also allowed when the term has closed since, because it tells what happened before.</summary>
[Requires(AcademicsPermissions.CompleteEnrolments), InPerson]
public sealed record CompleteEnrolment(Guid EnrolmentId);

/// <summary>Carries out <see cref="Drop"/>, <see cref="Withdraw"/> and <see cref="CompleteEnrolment"/>. Each may be asked twice and then changes nothing.</summary>
public static class EndingEnrolments
{
    public static Task<Result<EnrolmentView>> Drop(Drop command, Act act)
    {
        var own = act.Actor.PersonId is { } me ? act.Db.Enrolments.Where(e => e.PersonId == me) : act.Db.Enrolments.Where(e => false);
        return End(own, command.EnrolmentId, EnrolmentState.Dropped, act);
    }

    public static Task<Result<EnrolmentView>> Withdraw(Withdraw command, Act act) =>
        End(act.Db.Enrolments.ManagedBy(act.Actor, AcademicsPermissions.ManageEnrolments), command.EnrolmentId, EnrolmentState.Withdrawn, act);

    public static Task<Result<EnrolmentView>> Complete(CompleteEnrolment command, Act act) =>
        End(act.Db.Enrolments.ManagedBy(act.Actor, AcademicsPermissions.CompleteEnrolments), command.EnrolmentId, EnrolmentState.Completed, act);

    private static async Task<Result<EnrolmentView>> End(IQueryable<Enrolment> reachable, Guid id, EnrolmentState to, Act act)
    {
        var sectionId = await reachable.Where(e => e.Id == id).Select(e => (Guid?)e.SectionId).SingleOrDefaultAsync(act.Ct);
        if (sectionId is null) return EnrolmentErrors.NotFound;
        // Section first, then enrolment, as in Enrol: one order for all who hold both locks, so that none waits in a circle.
        var section = await act.Db.Sections.ForUpdate().SingleAsync(s => s.Id == sectionId, act.Ct);
        var enrolment = await act.Db.Enrolments.ForUpdate().SingleAsync(e => e.Id == id, act.Ct);
        if (enrolment.State == to) return enrolment.ToView();
        if (act.CheckVersion(enrolment.Version) is { } stale) return stale;
        var waited = enrolment.State == EnrolmentState.Waitlisted;
        if (to != EnrolmentState.Completed && !waited && section.TermId is { } termId && await act.Db.Terms.AnyAsync(t => t.Id == termId && t.State == TermState.Closed, act.Ct)) return TermErrors.Closed;
        var moved = enrolment.Move(to, section, act.Now);
        if (!moved.Ok) return moved.Refusal;
        if (waited) return enrolment.ToView();   // nobody left who was ever there, and no seat came free
        if (!enrolment.HoldsSeat) await act.MoveUp(section);
        act.Publish(new EnrolmentEnded(enrolment.Id, section.Id, section.CourseId, enrolment.PersonId, to, act.Now));
        return enrolment.ToView();
    }
}

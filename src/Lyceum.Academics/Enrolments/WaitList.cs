using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Identity;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Mail;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Enrolments;

/// <summary>Gives a section's free seats to those who wait; no route carries it, the clock does.</summary>
[Requires(AcademicsPermissions.ManageEnrolments)]
public sealed record MoveUpWaitList(Guid SectionId);

/// <summary>
/// The wait list of a section. It moves up in the transaction that gives a seat back, under the section's lock, which everybody who takes or gives
/// a seat holds: so a seat goes once, and to the next one.
/// </summary>
internal static class WaitList
{
    private const int MostAtOnce = 500;

    public static async Task<Result<Done>> Handle(MoveUpWaitList command, Act act)
    {
        var section = await act.Db.Sections.ManagedBy(act.Actor, AcademicsPermissions.ManageEnrolments).ForUpdate().SingleOrDefaultAsync(s => s.Id == command.SectionId, act.Ct);
        if (section is null) return SectionErrors.NotFound;
        await act.MoveUp(section);
        return Done.It;
    }

    /// <summary>
    /// Gives the free seats to those who have waited longest, as long as anybody could enrol: an open section of a published course, within the
    /// window of its term. The section must be locked.
    /// </summary>
    public static async Task MoveUp(this Act act, Section section)
    {
        var free = section.Capacity is { } capacity ? capacity - section.SeatsTaken : MostAtOnce;
        if (free <= 0 || section.State != SectionState.Open) return;
        // Statements of their own, after the lock: who waits is read as it is now, not as it was before the wait for the lock.
        var next = await act.Db.Enrolments.Where(e => e.SectionId == section.Id && e.State == EnrolmentState.Waitlisted).OrderBy(e => e.WaitingNumber).Take(Math.Min(free, MostAtOnce)).ToListAsync(act.Ct);
        if (next.Count == 0) return;
        var course = await act.Db.Courses.AsNoTracking().SingleAsync(c => c.Id == section.CourseId, act.Ct);
        if (course.State != CourseState.Published) return;
        if (section.TermId is { } termId && (await act.Db.Terms.AsNoTracking().SingleAsync(t => t.Id == termId, act.Ct)).RefusesEnrolment(act.Now) is not null) return;
        foreach (var enrolment in next)
        {
            if (!enrolment.Move(EnrolmentState.Active, section, act.Now).Ok) throw new InvalidOperationException("Whoever waits may move up.");
            act.Publish(new EnrolmentActivated(enrolment.Id, section.Id, section.CourseId, enrolment.PersonId, act.Now));
            await act.Tell(enrolment, course, section);
        }
    }

    /// <summary>Puts somebody at the end of the list; the section must be locked.</summary>
    public static async Task<Result<EnrolmentView>> Queue(this Act act, Enrolment enrolment)
    {
        var isNew = act.Db.Entry(enrolment).State == EntityState.Added;
        var last = await act.Db.Enrolments.Where(e => e.SectionId == enrolment.SectionId && e.State == EnrolmentState.Waitlisted).MaxAsync(e => e.WaitingNumber, act.Ct) ?? 0;
        var waiting = enrolment.Wait(last + 1, act.Now);
        if (!waiting.Ok) return waiting.Refusal;
        Result<EnrolmentView> view = enrolment.ToView() with { WaitingPlace = await act.Db.Enrolments.WaitingPlace(enrolment.SectionId, enrolment.WaitingNumber!.Value, act.Ct) };
        return isNew ? view.Created($"/api/v1/enrolments/{enrolment.Id}") : view;
    }

    private static async Task Tell(this Act act, Enrolment enrolment, Course course, Section section)
    {
        var href = $"/courses/{Uri.EscapeDataString(course.Slug)}/{Uri.EscapeDataString(section.Code)}";
        act.Notify(enrolment.PersonId, "academics.wait.moved-up", [("course", course.Title)], href);
        var addresses = act.Db.PersonAddresses;
        var reader = await (from n in act.Db.PersonNames join a in addresses on n.Id equals a.PersonId where n.Id == enrolment.PersonId select new { n.DisplayName, n.Language, a.Email }).SingleOrDefaultAsync(act.Ct);
        if (reader is null) return;   // somebody without an account hears it from the registry
        var language = Language.Find(reader.Language) ?? Language.English;
        await act.SendMail(new MailMessage(reader.Email, "academics.mail.moved-up", language, enrolment.PersonId)
        {
            Args = [("name", reader.DisplayName), ("course", course.Title.In(language))],
            Link = href,
        });
    }
}

/// <summary>
/// Every minute: sections with a free seat in which somebody waits. Seats given back are passed on at once; this is for what no act tells of: a
/// window that opens, a course that is published again.
/// </summary>
internal static class WaitListClock
{
    public const string Kind = "academics.move_up_wait_lists";
    private const int Batch = 100;

    /// <summary>The schedule's payload is empty.</summary>
    public sealed record Tick;

    public static async Task Run(Tick tick, JobRun run)
    {
        var (courses, terms) = (run.Db.Courses, run.Db.Terms);
        var due = await run.Db.Sections.AsNoTracking()
            .Where(s => s.State == SectionState.Open && (s.Capacity == null || s.SeatsTaken < s.Capacity) && s.Enrolments.Any(e => e.State == EnrolmentState.Waitlisted))
            .Where(s => courses.Any(c => c.Id == s.CourseId && c.State == CourseState.Published))
            .Where(s => s.TermId == null || terms.Any(t => t.Id == s.TermId && t.State == Terms.TermState.Open && t.EnrolmentOpensAt <= run.Now && t.EnrolmentClosesAt > run.Now))
            .OrderBy(s => s.Id).Select(s => s.Id).Take(Batch).ToListAsync(run.Ct);
        foreach (var section in due)
        {
            var moved = await run.Run(new MoveUpWaitList(section), WaitList.Handle, section.ToString("n"));
            if (!moved.Ok && moved.Refusal.Status != 404) throw JobRun.Refused(moved.Refusal);
        }
    }
}

using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>What follows when a learner has done everything: the enrolment is completed, then the certificate is reserved, which has its paper made.</summary>
internal static class SectionFinishing
{
    public const string Kind = "learning.on_section_finished";

    public static async Task Run(SectionFinished happened, JobRun run)
    {
        var enrolment = await run.Db.Enrolments.AsNoTracking()
            .Where(e => e.SectionId == happened.SectionId && e.PersonId == happened.PersonId).Select(e => new { e.Id, e.State }).SingleOrDefaultAsync(run.Ct);
        if (enrolment is null || enrolment.State is not (EnrolmentState.Active or EnrolmentState.Completed)) return;   // left meanwhile

        var completed = await run.Run(new CompleteEnrolment(enrolment.Id), EndingEnrolments.Complete, "complete");
        if (!completed.Ok) throw JobRun.Refused(completed.Refusal);
        var reserved = await run.Run(new ReserveCertificate(enrolment.Id), ReservingCertificates.Handle, "reserve");
        if (!reserved.Ok && reserved.Refusal.Code != CertificateErrors.NotAwarded.Code) throw JobRun.Refused(reserved.Refusal);
    }
}

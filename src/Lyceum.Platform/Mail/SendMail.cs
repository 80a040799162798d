using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Mail;

/// <summary>Notes what became of an attempt to send a mail; without a code it went out.</summary>
[Requires(PlatformPermissions.Operate)]
public sealed record MarkMail(Guid MailId, [StringLength(100)] string? Code);

public static class MarkingMails
{
    public static async Task<Result<Done>> Handle(MarkMail command, Act act)
    {
        var mail = await act.Db.Set<Mail>().ForUpdate().SingleOrDefaultAsync(m => m.Id == command.MailId, act.Ct);
        if (mail is null) return MailErrors.NotFound;
        if (command.Code is null) mail.Sent(act.Now);
        else mail.Failed(command.Code);
        return Done.It;
    }
}

/// <summary>The job that sends: outside any transaction, because a mail server may take a minute.</summary>
internal static class MailSending
{
    public static async Task Run(MailToSend payload, JobRun run)
    {
        var mail = await run.Db.Set<Mail>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == payload.MailId, run.Ct);
        if (mail is null || mail.SentAt is not null) return;   // erased meanwhile, or sent by an attempt whose end was not heard of

        var settings = MailSettings.Read(run.Get<SchoolSettings>());
        if (settings is null && await run.Db.Read(HouseSettings.Demo, run.Ct)) return;   // the demo shows its mail on a page
        var code = settings is null ? MailErrors.NotConfigured.Code : await run.Get<MailDelivery>().Send(settings, mail, run.Ct);
        var marked = await run.Run(new MarkMail(mail.Id, code), MarkingMails.Handle, $"attempt-{run.Attempt}");
        if (!marked.Ok) throw JobRun.Refused(marked.Refusal);
        if (code is not null) throw new JobRefusedException(code);
    }
}

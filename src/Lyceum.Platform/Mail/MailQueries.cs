using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Mail;

/// <summary>A line of the demo's mailbox.</summary>
public sealed record MailLine(Guid Id, string To, string Subject, string Language, DateTimeOffset At);

/// <summary>A mail of the demo.</summary>
public sealed record MailView(Guid Id, string To, string Subject, string Language, string Text, string Html, DateTimeOffset At, DateTimeOffset? SentAt);

/// <summary>Reads of the demo's mailbox. Where the school is not a demo there is none: nobody may read people's mail.</summary>
public static class MailQueries
{
    /// <summary>The newest first.</summary>
    public static async Task<Result<Page<MailLine>>> List(LyceumDb db, PageRequest page, CancellationToken ct)
    {
        if (!await db.Read(HouseSettings.Demo, ct)) return PlatformErrors.NotFound;
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var query = db.Set<Mail>().AsNoTracking();
        if (after.Value.Given)
        {
            var last = after.Value.Key;
            query = query.Where(m => m.Id.CompareTo(last) < 0);
        }
        var rows = await query.OrderByDescending(m => m.Id).Take(page.Take).Select(m => new MailLine(m.Id, m.ToAddress, m.Subject, m.Language, m.CreatedAt)).ToListAsync(ct);
        return Page<MailLine>.Of(rows, page, m => m.Id);
    }

    /// <summary>One mail of the demo.</summary>
    public static async Task<Result<MailView>> One(LyceumDb db, Guid id, CancellationToken ct)
    {
        if (!await db.Read(HouseSettings.Demo, ct)) return PlatformErrors.NotFound;
        var mail = await db.Set<Mail>().AsNoTracking().Where(m => m.Id == id)
            .Select(m => new MailView(m.Id, m.ToAddress, m.Subject, m.Language, m.Text, m.Html, m.CreatedAt, m.SentAt)).SingleOrDefaultAsync(ct);
        return mail is null ? MailErrors.NotFound : mail;
    }
}

using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Mail;

/// <summary>
/// A mail to one reader. A template is a set of texts under one key: <c>.subject</c>, <c>.heading</c>, <c>.body</c> and, where wanted,
/// <c>.preview</c> (shown beside the subject), <c>.button</c> (with <see cref="Link"/>), <c>.code</c> (said above <see cref="Code"/>), <c>.after</c> (quiet),
/// <c>.aside.heading</c> with <c>.aside.body</c>, <c>.why</c> (why it was sent). Paragraphs are parted by an empty line, <c>**words**</c> are bold.
/// A value called <c>name</c> makes the greeting.
/// </summary>
/// <param name="To">The address.</param>
/// <param name="Template">The key, such as <c>identity.mail.confirm</c>.</param>
/// <param name="Language">The reader's language.</param>
/// <param name="ToPerson">Who the reader is, where the school knows.</param>
public sealed record MailMessage(string To, string Template, Language Language, Guid? ToPerson = null)
{
    /// <summary>Values for the placeholders of the texts.</summary>
    public IReadOnlyList<(string Name, object? Value)> Args { get; init; } = [];

    /// <summary>Where the button leads: a path of the school (<c>/confirm/…</c>) or a full address.</summary>
    public string? Link { get; init; }

    /// <summary>What can be typed instead of pressing the button.</summary>
    public string? Code { get; init; }
}

/// <summary>Sending mail, inside an act.</summary>
public static class Mailing
{
    internal const string Kind = "platform.send_mail";

    /// <summary>Writes the mail in the reader's language and queues it; it is sent after the act has committed, and never when it does not. Returns the mail's id.</summary>
    public static async Task<Guid> SendMail(this Act act, MailMessage message)
    {
        var id = Guid.CreateVersion7();
        message = message with { Language = act.Get<SchoolSettings>().Spoken(message.Language) };
        var written = await act.Get<MailWriter>().Write(act.Db, id, message, act.Ct);
        act.Db.Add(new Mail
        {
            Id = id,
            ToAddress = message.To,
            ToPerson = message.ToPerson,
            Template = message.Template,
            Language = message.Language.Code,
            Subject = written.Subject,
            Html = written.Html,
            Text = written.Text,
            CreatedAt = act.Now,
        });
        act.Enqueue(Kind, new MailToSend(id), key: id.ToString("n"));
        return id;
    }
}

/// <summary>The payload of the sending job: the address stays in the one table where it can be erased.</summary>
public sealed record MailToSend(Guid MailId);

/// <summary>A mail as written, and whether it has gone. Not audited row by row: what it holds must be erasable.</summary>
internal sealed class Mail
{
    public Guid Id { get; init; }
    public required string ToAddress { get; init; }
    public Guid? ToPerson { get; init; }
    public required string Template { get; init; }
    public required string Language { get; init; }
    public required string Subject { get; init; }
    public required string Html { get; init; }
    public required string Text { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; private set; }
    public int Attempts { get; private set; }
    public string? LastError { get; private set; }

    public void Sent(DateTimeOffset now) => (SentAt, Attempts, LastError) = (now, Attempts + 1, null);

    public void Failed(string code) => (Attempts, LastError) = (Attempts + 1, code);

    internal static void Map(ModelBuilder model) => model.Entity<Mail>(e =>
    {
        e.ToTable("mails");
        e.Unaudited();
    });
}

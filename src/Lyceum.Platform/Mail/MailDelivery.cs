using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;
using Lyceum.Platform.Settings;

namespace Lyceum.Platform.Mail;

/// <summary>Where mail goes. Read at each sending, so that a changed password needs no restart.</summary>
internal sealed record MailSettings(string Host, int Port, string? User, string? Password, string From, bool Tls)
{
    /// <summary>As the settings say, which the environment may overrule (<c>SMTP_HOST</c> and its like); null without a host.</summary>
    public static MailSettings? Read(SchoolSettings settings)
    {
        if (settings.Of(PlatformSettings.MailHost) is not { Length: > 0 } host) return null;
        // The environment's password is for the environment's server, not for one that is named on a page.
        var trusted = settings.Outside(PlatformSettings.MailPassword) is null || settings.Outside(PlatformSettings.MailHost) is not null;
        return new MailSettings(
            host, settings.Of(PlatformSettings.MailPort), settings.Of(PlatformSettings.MailUser), trusted ? settings.Of(PlatformSettings.MailPassword) : "",
            settings.Of(PlatformSettings.MailFrom), settings.Of(PlatformSettings.MailTls) == MailTls.Required);
    }

    /// <summary>What is wrong with them as a code, or null. Passwords and links never cross a network in the clear.</summary>
    public string? Wrong()
    {
        if (!MailAddress.TryCreate(From, out _)) return MailErrors.NoSender.Code;
        return !Tls && Host is not "localhost" && !(IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address)) ? MailErrors.TlsNeeded.Code : null;
    }
}

/// <summary>Hands one mail to the school's mail server. Says no more of what went wrong than a code: the server's words often repeat the address.</summary>
internal sealed class MailDelivery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Null when the server took it, else the code of what went wrong.</summary>
    public async Task<string?> Send(MailSettings settings, Mail mail, CancellationToken ct) => (await Try(settings, mail, Patience, ct)).Code;

    /// <summary>The same, with the server's own words: for the one who tries the settings with their own address.</summary>
    public async Task<(string? Code, string? Words)> Try(MailSettings settings, Mail mail, TimeSpan time, CancellationToken ct)
    {
        if (settings.Wrong() is { } wrong) return (wrong, null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(time);
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is { Length: > 0 } user) client.Credentials = new NetworkCredential(user, settings.Password);
        try
        {
            using var message = Compose(settings, mail);
            await client.SendMailAsync(message, patience.Token);
            return (null, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (MailErrors.NoAnswer.Code, null);
        }
        catch (FormatException)
        {
            return (MailErrors.Refused.Code, null);
        }
        catch (SmtpException e)
        {
            return (e switch
            {
                { InnerException: AuthenticationException } => MailErrors.TlsFailed.Code,
                { StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath } => MailErrors.Refused.Code,
                _ => MailErrors.NotSent.Code,
            }, Innermost(e));
        }
        catch (AuthenticationException e)
        {
            return (MailErrors.TlsFailed.Code, Innermost(e));
        }
    }

    /// <summary>“5.7.1 relaying denied” or “Connection refused”: what was said, without the layers around it; one line, not too long.</summary>
    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        var words = new string([.. e.Message.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return words.Length <= 500 ? words : words[..500];
    }

    private static System.Net.Mail.MailMessage Compose(MailSettings settings, Mail mail)
    {
        var from = new MailAddress(settings.From);
        var message = new System.Net.Mail.MailMessage(from, new MailAddress(mail.ToAddress))
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        // One id for every attempt: a mail that went out although we never heard so is recognised as the same.
        message.Headers.Add("Message-Id", $"<{mail.Id:n}@{from.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Content-Language", mail.Language);
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }
}

using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Lyceum.Platform.Mail;

/// <summary>Where mail goes. Read at each sending, so that a changed password needs no restart.</summary>
internal sealed record MailSettings(string Host, int Port, string? User, string? Password, string From, bool Tls)
{
    /// <summary>From <c>SMTP_HOST</c>, <c>SMTP_PORT</c> (587), <c>SMTP_USER</c>, <c>SMTP_PASSWORD</c>, <c>SMTP_FROM</c>, <c>SMTP_TLS</c> (<c>required</c> or <c>off</c>); null without a host.</summary>
    public static MailSettings? Read(IConfiguration configuration)
    {
        if (configuration["SMTP_HOST"] is not { Length: > 0 } host) return null;
        return new MailSettings(
            host, int.TryParse(configuration["SMTP_PORT"], out var port) ? port : 587, configuration["SMTP_USER"], configuration["SMTP_PASSWORD"],
            configuration["SMTP_FROM"] is { Length: > 0 } from ? from : "", !string.Equals(configuration["SMTP_TLS"], "off", StringComparison.OrdinalIgnoreCase));
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
    public async Task<string?> Send(MailSettings settings, Mail mail, CancellationToken ct)
    {
        if (settings.Wrong() is { } wrong) return wrong;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is { Length: > 0 } user) client.Credentials = new NetworkCredential(user, settings.Password);
        try
        {
            using var message = Compose(settings, mail);
            await client.SendMailAsync(message, patience.Token);
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MailErrors.NoAnswer.Code;
        }
        catch (FormatException)
        {
            return MailErrors.Refused.Code;
        }
        catch (SmtpException e)
        {
            return e switch
            {
                { InnerException: AuthenticationException } => MailErrors.TlsFailed.Code,
                { StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath } => MailErrors.Refused.Code,
                _ => MailErrors.NotSent.Code,
            };
        }
        catch (AuthenticationException)
        {
            return MailErrors.TlsFailed.Code;
        }
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

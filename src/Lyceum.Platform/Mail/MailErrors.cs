namespace Lyceum.Platform.Mail;

/// <summary>What can be wrong with sending mail; also the codes that a failed sending job shows.</summary>
public static class MailErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.mail.not_found");
    public static readonly Refusal NotConfigured = Refusal.Unavailable("platform.mail.not_configured", TimeSpan.FromMinutes(5));
    /// <summary>A test message was asked for and there is no server to try.</summary>
    public static readonly Refusal NoServer = Refusal.Conflict("platform.mail.no_server");
    public static readonly Refusal NoSender = Refusal.Unavailable("platform.mail.no_sender", TimeSpan.FromMinutes(5));
    public static readonly Refusal TlsNeeded = Refusal.Unavailable("platform.mail.tls_needed", TimeSpan.FromMinutes(5));
    public static readonly Refusal TlsFailed = Refusal.Unavailable("platform.mail.tls_failed", TimeSpan.FromMinutes(5));
    public static readonly Refusal NoAnswer = Refusal.Unavailable("platform.mail.no_answer", TimeSpan.FromMinutes(5));
    public static readonly Refusal NotSent = Refusal.Unavailable("platform.mail.not_sent", TimeSpan.FromMinutes(5));
    /// <summary>Whoever asks for a test message has no account with an address.</summary>
    public static readonly Refusal NoAddress = Refusal.Conflict("platform.mail.no_address");
    public static readonly Refusal Refused = Refusal.Conflict("platform.mail.refused");
}

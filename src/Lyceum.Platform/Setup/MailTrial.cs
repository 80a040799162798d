using System.Security.Cryptography;
using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Mail;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.DataProtection;

namespace Lyceum.Platform.Setup;

/// <summary>What became of a test message.</summary>
/// <param name="To">Whom it went to: the caller.</param>
/// <param name="Code">What went wrong, as the code of a text; null when the server took it.</param>
/// <param name="ServerSays">The server's own words, where it said any; shown to whoever asked, and kept nowhere.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record MailTested(string To, string? Code, string? ServerSays, long Milliseconds)
{
    /// <summary>Sealed: the code in the message, to be compared with what its reader types.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string? Proof { get; init; }
}

/// <summary>Notes in the audit that somebody tried the mail server, and how it went.</summary>
[Requires(PlatformPermissions.Operate), InPerson]
public sealed record NoteMailTest(string? Code);

/// <summary>Carries out <see cref="NoteMailTest"/>.</summary>
public static class NotingMailTests
{
    public static Task<Result<Done>> Handle(NoteMailTest command, Act act)
    {
        act.Note("platform.note_mail_test", "platform.settings", null, null, new { code = command.Code ?? "ok" });
        return Task.FromResult<Result<Done>>(Done.It);
    }
}

/// <summary>
/// Sends a message to the person who asks, past the queue, and says what the server answered. The message carries a code: that a server took a message does not mean that it arrives.
/// Outside any transaction, because a mail server may take half a minute.
/// </summary>
internal sealed class MailTrial(LyceumDb db, House house, Call call, Door door, Texts texts, SchoolSettings settings, MailDelivery delivery, MailWriter writer, IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ProofLife = TimeSpan.FromHours(1);

    private sealed record Proof(Guid Person, string Code, DateTimeOffset Until);

    public async Task<Result<MailTested>> Send(CancellationToken ct)
    {
        if (!call.Actor.May(PlatformPermissions.Operate)) return PlatformErrors.NotAllowed;
        if (call.Actor.ActingId is not null) return PlatformErrors.InPerson;   // before anything is sent; the door asks only where it is written down
        if (call.Actor.PersonId is not { } person || await house.Contributions.AddressOf(db, person, ct) is not { } to) return MailErrors.NoAddress;
        if (MailSettings.Read(settings) is not { } server) return MailErrors.NoServer;
        var code = string.Create(6, 0, static (span, _) => { foreach (ref var letter in span) letter = Letters[RandomNumberGenerator.GetInt32(Letters.Length)]; });
        var id = Guid.CreateVersion7();
        var written = await writer.Write(db, id, new MailMessage(to, "platform.mail.test", texts.Language, person) { Code = code }, ct);
        var started = clock.GetTimestamp();
        var said = await delivery.Try(server, new Mail.Mail
        {
            Id = id, ToAddress = to, ToPerson = person, Template = "platform.mail.test", Language = texts.Language.Code, Subject = written.Subject, Html = written.Html, Text = written.Text, CreatedAt = clock.GetUtcNow(),
        }, Patience, ct);
        var noted = await door.Run(new NoteMailTest(said.Code), NotingMailTests.Handle, CancellationToken.None);
        if (!noted.Ok) return noted.Refusal;
        return new MailTested(to, said.Code, said.Words, (long)clock.GetElapsedTime(started).TotalMilliseconds)
        {
            Proof = said.Code is null ? Protector.Protect(JsonSerializer.Serialize(new Proof(person, code, clock.GetUtcNow() + ProofLife), Json.Options)) : null,
        };
    }

    /// <summary>Whether these are the letters of the message: it arrived at a person.</summary>
    public bool Arrived(string? proof, string? typed)
    {
        if (string.IsNullOrEmpty(proof) || typed is null) return false;
        try
        {
            var known = JsonSerializer.Deserialize<Proof>(Protector.Unprotect(proof), Json.Options)!;
            return known.Person == call.Actor.PersonId && clock.GetUtcNow() < known.Until && string.Equals(known.Code, typed.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return false;
        }
    }

    private IDataProtector Protector => protection.CreateProtector("lyceum.setup.mail");
}

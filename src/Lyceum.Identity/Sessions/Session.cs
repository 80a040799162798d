using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Sessions;

/// <summary>Why a session is over.</summary>
public enum EndReason
{
    SignedOut,
    EndedByPerson,
    EndedByAdministrator,
    PasswordChanged,
    SecondStepChanged,
    Disabled,
    Replaced,

    /// <summary>A refresh token came a second time: somebody else has it.</summary>
    TokenReused,
}

/// <summary>What is signed in.</summary>
public enum SessionKind
{
    /// <summary>A browser, by its cookie.</summary>
    Browser,

    /// <summary>An app or a script, by pairs of tokens.</summary>
    App,
}

/// <summary>One browser or app signed in. The cookie holds the token, the row its hash; an app has pairs of tokens instead. Ending the row ends the session everywhere.</summary>
public sealed class Session
{
    /// <summary>An app asks for the password again after this, however often it refreshed.</summary>
    public static readonly TimeSpan AppAbsolute = TimeSpan.FromDays(90);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public SessionKind Kind { get; init; }

    /// <summary>The hash of what the cookie holds; of an app, of something nobody was given.</summary>
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public Guid PersonId { get; init; }
    public bool Kept { get; init; }

    /// <summary>The school's sign-in provider saw the second factor, and the school takes its word for it: this session owes none.</summary>
    public bool SecondStepVouched { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastSeenAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public string? ClientAddress { get; init; }
    public string? UserAgent { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public EndReason? EndReason { get; private set; }

    /// <summary>A new session of this account, and the token for the cookie.</summary>
    internal static (Session Session, string Token) Begin(Accounts.Account account, bool keep, SessionLife life, Call call, DateTimeOffset now, bool secondStepVouched = false)
    {
        var token = Secret.New();
        return (New(account, SessionKind.Browser, keep, life.Of(keep), token, call, now, secondStepVouched), token);
    }

    /// <summary>A new session of an app; its tokens are pairs.</summary>
    internal static Session BeginApp(Accounts.Account account, Call call, DateTimeOffset now) => New(account, SessionKind.App, true, AppAbsolute, Secret.New(), call, now);

    private static Session New(Accounts.Account account, SessionKind kind, bool keep, TimeSpan life, string token, Call call, DateTimeOffset now, bool secondStepVouched = false) => new()
    {
        Kind = kind,
        TokenHash = Secret.Hash(token),
        AccountId = account.Id,
        PersonId = account.PersonId,
        Kept = keep,
        SecondStepVouched = secondStepVouched,
        CreatedAt = now,
        LastSeenAt = now,
        ExpiresAt = now + life,
        ClientAddress = call.ClientAddress?.ToString(),
        UserAgent = call.UserAgent,
    };

    /// <summary>Whether it still counts.</summary>
    internal bool IsLiveAt(DateTimeOffset now, SessionLife life) => EndedAt is null
        && (Kind == SessionKind.App ? now < ExpiresAt && now - LastSeenAt < Apps.TokenPair.RefreshLife : life.IsLive(CreatedAt, ExpiresAt, LastSeenAt, Kept, now));

    internal void End(EndReason reason, DateTimeOffset now)
    {
        if (EndedAt is not null) return;
        (EndedAt, EndReason) = (now, reason);
    }

    internal static void Map(ModelBuilder model) => model.Entity<Session>(e =>
    {
        e.ToTable("sessions");
        e.RefersTo<Session, Accounts.Account>(x => x.AccountId);
        e.Property(x => x.Kind).HasConversion<LowerCase<SessionKind>>();
        e.Property(x => x.EndReason).HasConversion<LowerCase<EndReason>>();
    });
}

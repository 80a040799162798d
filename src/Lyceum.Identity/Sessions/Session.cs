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
}

/// <summary>One browser signed in. The cookie holds the token, the row its hash; ending the row ends the session everywhere.</summary>
public sealed class Session
{
    /// <summary>A session ends this long after sign-in, whatever happens.</summary>
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(12);

    /// <summary>… and this long after it was last used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(2);

    /// <summary>“Keep me signed in”: one's own device, so longer.</summary>
    public static readonly TimeSpan KeptAbsolute = TimeSpan.FromDays(30);

    /// <summary>A kept session nobody used for two weeks is forgotten, not kept.</summary>
    public static readonly TimeSpan KeptIdle = TimeSpan.FromDays(14);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public Guid PersonId { get; init; }
    public bool Kept { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastSeenAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public string? ClientAddress { get; init; }
    public string? UserAgent { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public EndReason? EndReason { get; private set; }

    /// <summary>A new session of this account, and the token for the cookie.</summary>
    internal static (Session Session, string Token) Begin(Accounts.Account account, bool keep, Call call, DateTimeOffset now)
    {
        var token = Secret.New();
        return (new Session
        {
            TokenHash = Secret.Hash(token),
            AccountId = account.Id,
            PersonId = account.PersonId,
            Kept = keep,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + (keep ? KeptAbsolute : Absolute),
            ClientAddress = call.ClientAddress?.ToString(),
            UserAgent = call.UserAgent,
        }, token);
    }

    /// <summary>Whether a session with these times still counts.</summary>
    internal static bool IsLive(DateTimeOffset expires, DateTimeOffset lastSeen, bool kept, DateTimeOffset now) =>
        now < expires && now - lastSeen < (kept ? KeptIdle : Idle);

    internal void End(EndReason reason, DateTimeOffset now)
    {
        if (EndedAt is not null) return;
        (EndedAt, EndReason) = (now, reason);
    }

    internal static void Map(ModelBuilder model) => model.Entity<Session>(e =>
    {
        e.ToTable("sessions");
        e.RefersTo<Session, Accounts.Account>(x => x.AccountId);
        e.Property(x => x.EndReason).HasConversion<LowerCase<EndReason>>();
    });
}

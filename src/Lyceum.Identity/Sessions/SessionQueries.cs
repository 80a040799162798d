using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Sessions;

/// <summary>A session as its person sees it.</summary>
public sealed record SessionView(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool Kept, string? ClientAddress, string? UserAgent, bool IsCurrent, SessionKind Kind = SessionKind.Browser);

/// <summary>A list that is never long.</summary>
public sealed record SessionList(IReadOnlyList<SessionView> Items);

/// <summary>Reads of sessions.</summary>
public static class SessionQueries
{
    /// <summary>One's own open sessions, the last used first.</summary>
    public static Task<Result<SessionList>> Mine(LyceumDb db, Call call, SchoolSettings settings, TimeProvider clock, CancellationToken ct) => Of(call.Actor.PersonId ?? Guid.Empty, db, call, settings, clock, ct);

    /// <summary>Somebody's open sessions; the caller has checked the right.</summary>
    public static async Task<Result<SessionList>> Of(Guid id, LyceumDb db, Call call, SchoolSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var life = SessionLife.In(settings);
        var (now, current) = (clock.GetUtcNow(), call.Actor.SessionId);
        var rows = await db.Sessions.AsNoTracking().Where(s => s.PersonId == id && s.EndedAt == null && s.ExpiresAt > now).OrderByDescending(s => s.LastSeenAt).Take(100).ToListAsync(ct);
        return new SessionList([.. rows.Where(s => s.IsLiveAt(now, life))
            .Select(s => new SessionView(s.Id, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.Kept, s.ClientAddress, s.UserAgent, s.Id == current, s.Kind))]);
    }
}

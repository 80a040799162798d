using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Apps;

/// <summary>Gives the next pair for a refresh token, which is used up by that. Used a second time it ends the sign-in of whoever holds any token of it.</summary>
[Open("whoever has the refresh token is the app")]
public sealed record RefreshApp([property: JsonIgnore, Required, StringLength(100)] string RefreshToken);

/// <summary>How an app comes to its next pair.</summary>
public static class RefreshingApps
{
    public static async Task<Result<AppTokens>> Handle(RefreshApp command, Act act)
    {
        var hash = Secret.Hash(command.RefreshToken);
        // Locked until commit: of two who come with one token the second waits here, and then finds it used.
        var pair = await act.Db.TokenPairs.ForUpdate().SingleOrDefaultAsync(p => p.RefreshHash == hash, act.Ct);
        if (pair is null) return AppErrors.NotGood;
        var session = await act.Db.Sessions.AsNoTracking().SingleAsync(s => s.Id == pair.SessionId, act.Ct);
        if (pair.UsedAt is not null) return session.EndedAt is null ? AppErrors.Reused.Recording(a => EndFamily(a, session.Id)) : AppErrors.NotGood;
        if (pair.RefreshExpiresAt <= act.Now || session.EndedAt is not null) return AppErrors.NotGood;
        if (!await act.Db.Accounts.AnyAsync(a => a.Id == session.AccountId && a.DisabledAt == null, act.Ct)) return AppErrors.NotGood;

        pair.UsedAt = act.Now;
        var (next, tokens) = TokenPair.Issue(session, act.Now);
        act.Db.TokenPairs.Add(next);
        await act.Db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, act.Now), act.Ct);
        return tokens;
    }

    /// <summary>
    /// One of two who hold the token is a thief and nobody can tell which (RFC 9700 §4.14.2): both are turned away, and the person is told. Of those
    /// who come at once with a used token one ends the family; for the others there is nothing left to end.
    /// </summary>
    private static async Task EndFamily(Act act, Guid sessionId)
    {
        var session = await act.Db.Sessions.ForUpdate().SingleAsync(s => s.Id == sessionId, act.Ct);
        if (session.EndedAt is not null) return;
        session.End(EndReason.TokenReused, act.Now);
        act.Note("identity.refresh_reused", "identity.sessions", session.Id, after: new { session.PersonId, session.UserAgent, session.CreatedAt });
        act.Notify(session.PersonId, "identity.notice.token_reused", [("since", session.CreatedAt)], "/account/security#sessions");
    }
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Sessions;

/// <summary>Ends one of one's own sessions (A3).</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record EndSession(Guid SessionId);

/// <summary>Ends all of one's own sessions but the one in use (A3).</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record EndOtherSessions;

/// <summary>Ends all sessions of somebody: a lost phone, a leaver.</summary>
[Requires(IdentityPermissions.ManageAccounts), InPerson]
public sealed record EndSessionsOf(Guid PersonId);

/// <summary>Ends one session of somebody: the browser they do not know, without throwing them out of the others.</summary>
[Requires(IdentityPermissions.ManageAccounts), InPerson]
public sealed record EndSessionOf(Guid PersonId, Guid SessionId);

/// <summary>Signs out: ends the session the request came with.</summary>
[Open("ends the caller's own session; without one there is nothing to do")]
public sealed record SignOut;

/// <summary>How sessions end.</summary>
public static class EndingSessions
{
    public static async Task<Result<Done>> Handle(EndSession command, Act act)
    {
        var session = await act.Db.Sessions.SingleOrDefaultAsync(s => s.Id == command.SessionId && s.PersonId == act.Actor.PersonId, act.Ct);
        if (session is null) return SessionErrors.NotFound;
        session.End(EndReason.EndedByPerson, act.Now);
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(EndOtherSessions command, Act act)
    {
        await EndAll(act, act.Actor.PersonId!.Value, EndReason.EndedByPerson, act.Actor.SessionId);
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(EndSessionsOf command, Act act)
    {
        if (!await act.Db.People.AnyAsync(p => p.Id == command.PersonId, act.Ct)) return PersonErrors.NotFound;
        await EndAll(act, command.PersonId, EndReason.EndedByAdministrator);
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(EndSessionOf command, Act act)
    {
        // Both ids: an address that names one person must not end the session of another.
        var session = await act.Db.Sessions.SingleOrDefaultAsync(s => s.Id == command.SessionId && s.PersonId == command.PersonId, act.Ct);
        if (session is null) return SessionErrors.NotFound;
        session.End(EndReason.EndedByAdministrator, act.Now);
        return Done.It;
    }

    public static async Task<Result<Done>> Handle(SignOut command, Act act)
    {
        if (act.Actor.SessionId is { } id && await act.Db.Sessions.SingleOrDefaultAsync(s => s.Id == id, act.Ct) is { } session) session.End(EndReason.SignedOut, act.Now);
        return Done.It;
    }

    /// <summary>Ends every open session of a person but one; each leaves its audit row.</summary>
    internal static async Task EndAll(Act act, Guid personId, EndReason reason, Guid? except = null)
    {
        foreach (var session in await act.Db.Sessions.Where(s => s.PersonId == personId && s.EndedAt == null && s.Id != except).ToListAsync(act.Ct)) session.End(reason, act.Now);
    }
}

/// <summary>What can be refused about a session.</summary>
public static class SessionErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("identity.session.not_found");
}

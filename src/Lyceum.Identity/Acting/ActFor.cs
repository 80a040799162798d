using System.ComponentModel.DataAnnotations;
using Lyceum.Identity.People;
using Lyceum.Identity.Registration;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Acting;

/// <summary>Begins to act for somebody, for ten minutes and with a reason; they are told.</summary>
[Requires(IdentityPermissions.Impersonate), InPerson]
public sealed record ActFor(Guid PersonId, [Required, StringLength(300, MinimumLength = 1)] string Reason);

/// <summary>Ends it. Where nobody acts for anybody there is nothing to do; while the school is read-only nobody is held in the other's place.</summary>
[Requires(IdentityPermissions.OwnAccount), AllowedWhileReadOnly]
public sealed record EndActing;

/// <summary>How acting for somebody begins and ends.</summary>
public static class ActingFor
{
    public static async Task<Result<ActingView>> Handle(ActFor command, Act act)
    {
        var (by, from) = (act.Actor.PersonId!.Value, act.Actor.SessionId);
        // Locked: of two that begin at once in one browser the second finds the first.
        var session = await act.Db.Sessions.ForUpdate().SingleOrDefaultAsync(s => s.Id == from && s.PersonId == by && s.Kind == SessionKind.Browser && s.EndedAt == null, act.Ct);
        if (session is null) return ActingErrors.BrowserOnly;
        if (command.PersonId == by) return ActingErrors.Yourself;
        var person = await act.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == command.PersonId, act.Ct);
        if (person is null) return PersonErrors.NotFound;
        if (await act.Get<SessionReader>().Standing(person.Id, act.Now, act.Ct) is not { } other) return ActingErrors.NoAccount;
        if (ActingRules.Objection(act.Get<House>(), act.Actor.ReachOf, other.Roles, other.Permissions) is { } objection) return objection;
        if (await act.Db.Impersonations.SingleOrDefaultAsync(i => i.SessionId == session.Id && i.EndedAt == null, act.Ct) is { } open)
        {
            if (open.UntilAt > act.Now) return ActingErrors.Already;
            // Run out by itself; closed as a statement before the insert, so that the open one is unique.
            await act.Db.Impersonations.Where(i => i.Id == open.Id).ExecuteUpdateAsync(u => u.SetProperty(i => i.EndedAt, i => i.UntilAt).SetProperty(i => i.EndReason, ActingEnd.Time), act.Ct);
            act.Db.Entry(open).State = EntityState.Detached;
        }

        var begun = new Impersonation { SessionId = session.Id, ById = by, PersonId = person.Id, Reason = command.Reason.Trim(), BeganAt = act.Now, UntilAt = act.Now + Impersonation.Life };
        act.Db.Impersonations.Add(begun);
        // A second time under the person: who looks at what happened to them finds it there.
        act.Note("identity.act_for", "identity.people", person.Id, after: new { begun.ById, begun.UntilAt });
        var name = await act.Db.People.Where(p => p.Id == by).Select(p => p.DisplayName).SingleAsync(act.Ct);
        act.Notify(person.Id, "identity.notice.acted_for", [("by", name), ("at", act.Now), ("reason", begun.Reason)], "/account/security#acted-for");
        var account = await act.Db.Accounts.AsNoTracking().SingleAsync(a => a.Id == other.AccountId, act.Ct);
        await Letters.Send(act, "acted_for", account, person, "/account/security#acted-for", null, ("by", name), ("reason", begun.Reason), ("minutes", (int)Impersonation.Life.TotalMinutes));
        return new ActingView(begun.Id, by, name, person.Id, person.DisplayName, begun.Reason, begun.BeganAt, begun.UntilAt, null);
    }

    public static async Task<Result<Done>> Handle(EndActing command, Act act)
    {
        var session = act.Actor.SessionId;
        if (await act.Db.Impersonations.ForUpdate().SingleOrDefaultAsync(i => i.SessionId == session && i.EndedAt == null, act.Ct) is { } open) open.End(act.Now);
        return Done.It;
    }

    /// <summary>
    /// Asked inside the transaction of everything that is done while acting: the row is held until that commits, so an end waits for it and nothing comes after an end.
    /// </summary>
    internal static async Task<Refusal?> StillHolds(Act act, Guid id)
    {
        var open = await act.Db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM identity.impersonations WHERE id = {id} AND ended_at IS NULL AND until_at > {act.Now} FOR SHARE").ToListAsync(act.Ct);
        return open.Count == 1 ? null : ActingErrors.Over;
    }
}

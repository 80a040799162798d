using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Acting;

/// <summary>That somebody acted for somebody: who, as whom, why, from when until when at most; when it ended, null while it lasts.</summary>
public sealed record ActingView(Guid Id, Guid ById, string By, Guid PersonId, string Person, string Reason, DateTimeOffset BeganAt, DateTimeOffset UntilAt, DateTimeOffset? EndedAt);

/// <summary>The last hundred.</summary>
public sealed record ActingList(IReadOnlyList<ActingView> Items);

/// <summary>Reads of who acted for whom.</summary>
public static class ActingQueries
{
    /// <summary>Who acted for oneself, the newest first.</summary>
    public static Task<Result<ActingList>> Mine(LyceumDb db, Call call, TimeProvider clock, CancellationToken ct) => Of(call.Actor.PersonId ?? Guid.Empty, db, clock, ct);

    /// <summary>Who acted for somebody; the caller has checked the right.</summary>
    public static async Task<Result<ActingList>> Of(Guid id, LyceumDb db, TimeProvider clock, CancellationToken ct)
    {
        var (now, people) = (clock.GetUtcNow(), db.People);
        var rows = await db.Impersonations.AsNoTracking().Where(i => i.PersonId == id).OrderByDescending(i => i.BeganAt).Take(100)
            .Select(i => new ActingView(i.Id, i.ById, people.Where(p => p.Id == i.ById).Select(p => p.DisplayName).First(), i.PersonId, people.Where(p => p.Id == i.PersonId).Select(p => p.DisplayName).First(),
                i.Reason, i.BeganAt, i.UntilAt, i.EndedAt)).ToListAsync(ct);
        // Nobody writes down that the time is over; it is.
        return new ActingList([.. rows.Select(r => r with { EndedAt = r.EndedAt ?? (r.UntilAt <= now ? r.UntilAt : null) })]);
    }
}

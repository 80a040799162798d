using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Ui;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Notifications;

/// <summary>A notification in the reader's language.</summary>
public sealed record NotificationView(Guid Id, DateTimeOffset At, string Key, string Text, string Href, DateTimeOffset? ReadAt);

/// <summary>Reads of one's own inbox.</summary>
public static class NotificationQueries
{
    /// <summary>The newest first; with <c>unread=true</c> only what was not read.</summary>
    public static async Task<Result<Page<NotificationView>>> List(
        LyceumDb db, Call call, Texts texts, HttpContext http, [AsParameters] PageRequest page, CancellationToken ct, bool unread = false)
    {
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var query = db.Notifications.AsNoTracking().OfPerson(call.Actor);
        if (unread) query = query.Where(n => n.ReadAt == null);
        if (after.Value.Given)
        {
            var last = after.Value.Key;
            query = query.Where(n => n.Id.CompareTo(last) < 0);
        }
        var zone = Shell.Of(http).Zone;
        var rows = await query.OrderByDescending(n => n.Id).Take(page.Take).ToListAsync(ct);
        var views = rows.ConvertAll(n => new NotificationView(n.Id, n.At, n.TextKey, NotificationText.Of(texts, n.TextKey, n.Args, zone), n.Href, n.ReadAt));
        return Page<NotificationView>.Of(views, page, v => v.Id);
    }

    /// <summary>How many are unread, counted to 100 (the layout shows “99+”).</summary>
    public static Task<int> Unread(LyceumDb db, Actor actor, CancellationToken ct) => actor.PersonId is { } person ? CountUnread(db, person, ct) : Task.FromResult(0);

    // Compiled once: every page of everybody who is signed in asks it.
    private static readonly Func<LyceumDb, Guid, CancellationToken, Task<int>> CountUnread = EF.CompileAsyncQuery(
        (LyceumDb db, Guid person, CancellationToken ct) => db.Set<Notification>().Where(n => n.PersonId == person && n.ReadAt == null).Take(100).Count());

    internal static async Task<Shell> FillShell(ShellReading reading, Shell shell) =>
        reading.Actor.PersonId is null ? shell : shell with { Unread = await Unread(reading.Db, reading.Actor, reading.Ct) };
}

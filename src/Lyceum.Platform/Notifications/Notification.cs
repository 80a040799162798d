using System.Text.Json;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Notifications;

/// <summary>Something a person should know, said in their language when they look: kept as a text key with its values, and where it leads.</summary>
internal sealed class Notification
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PersonId { get; init; }
    public required string TextKey { get; init; }
    public required string Args { get; init; }
    public required string Href { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Reading twice is reading once.</summary>
    public void Read(DateTimeOffset now) => ReadAt ??= now;

    internal static void Map(ModelBuilder model) => model.Entity<Notification>(e =>
    {
        e.ToTable("notifications");
        e.Property(x => x.Args).HasColumnType("jsonb");
        e.Unaudited();
    });
}

internal static class NotificationSets
{
    extension(LyceumDb db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();
    }

    /// <summary>One's own, whatever else one may do.</summary>
    public static IQueryable<Notification> OfPerson(this IQueryable<Notification> notifications, Actor actor)
    {
        var person = actor.PersonId;
        return notifications.Where(n => n.PersonId == person);
    }
}

/// <summary>Telling people, inside an act.</summary>
public static class Notifying
{
    /// <summary>
    /// Puts a notification into a person's inbox; it commits with the act or not at all. Values may be words, numbers, dates, instants and localized names:
    /// they are written when read, in the reader's language and zone.
    /// </summary>
    /// <param name="act">The act.</param>
    /// <param name="personId">Who should know.</param>
    /// <param name="key">The key of the text.</param>
    /// <param name="args">Values of its placeholders.</param>
    /// <param name="href">Where it leads; a path of this school such as <c>/courses</c>.</param>
    public static void Notify(this Act act, Guid personId, string key, IReadOnlyList<(string Name, object? Value)> args, string href)
    {
        if (!href.StartsWith('/') || href.StartsWith("//", StringComparison.Ordinal)) throw new ArgumentException($"A notification leads to a page of the school, not to '{href}'.", nameof(href));
        act.Db.Add(new Notification
        {
            PersonId = personId,
            TextKey = key,
            Args = JsonSerializer.Serialize(args.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal), Json.Options),
            Href = href,
            At = act.Now,
        });
    }
}

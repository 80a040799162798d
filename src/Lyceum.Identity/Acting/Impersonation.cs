using Lyceum.Identity.Sessions;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Acting;

/// <summary>How it ended.</summary>
public enum ActingEnd
{
    /// <summary>By whoever began it.</summary>
    Ended,

    /// <summary>By itself, after its ten minutes.</summary>
    Time,

    /// <summary>With the session it was begun in.</summary>
    SessionEnded,

    /// <summary>One of the two no longer held what it asks for.</summary>
    RightsLost,
}

/// <summary>Somebody acts for somebody else, from their own session, for ten minutes (A8). Written once; its end is the only change.</summary>
public sealed class Impersonation
{
    /// <summary>It ends by itself after this.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The session of whoever acts.</summary>
    public Guid SessionId { get; init; }

    /// <summary>Who acts.</summary>
    public Guid ById { get; init; }

    /// <summary>As whom.</summary>
    public Guid PersonId { get; init; }
    public required string Reason { get; init; }
    public DateTimeOffset BeganAt { get; init; }
    public DateTimeOffset UntilAt { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public ActingEnd? EndReason { get; private set; }

    internal void End(DateTimeOffset now) => (EndedAt, EndReason) = now < UntilAt ? (now, ActingEnd.Ended) : (UntilAt, ActingEnd.Time);

    internal static void Map(ModelBuilder model) => model.Entity<Impersonation>(e =>
    {
        e.ToTable("impersonations");
        e.RefersTo<Impersonation, Session>(x => x.SessionId);
        e.RefersTo<Impersonation, People.Person>(x => x.ById);
        e.RefersTo<Impersonation, People.Person>(x => x.PersonId);
        e.Property(x => x.EndReason).HasConversion<LowerCase<ActingEnd>>();
    });
}

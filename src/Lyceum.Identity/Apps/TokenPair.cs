using System.Text.Json.Serialization;
using Lyceum.Identity.Sessions;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Apps;

/// <summary>
/// One turn of an app's tokens: an access token to come with, and a refresh token that is good for one next pair (RFC 9700 §4.14.2). The family is
/// the session: what ends the session ends every pair of it. Only hashes are stored.
/// </summary>
public sealed class TokenPair
{
    /// <summary>What every access token begins with, so that secret scanners know it and nobody takes it for an API token.</summary>
    public const string AccessPrefix = "lya_";

    /// <summary>What every refresh token begins with.</summary>
    public const string RefreshPrefix = "lyr_";

    /// <summary>How long an access token is good.</summary>
    public static readonly TimeSpan AccessLife = TimeSpan.FromMinutes(15);

    /// <summary>An app that does not come back for this long has to ask for the password again.</summary>
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid SessionId { get; init; }
    public required byte[] AccessHash { get; init; }
    public required byte[] RefreshHash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset AccessExpiresAt { get; init; }
    public DateTimeOffset RefreshExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; internal set; }

    /// <summary>The next pair of this session; neither token outlives it.</summary>
    internal static (TokenPair Row, AppTokens Tokens) Issue(Session session, DateTimeOffset now)
    {
        var (access, refresh) = (Secret.New(AccessPrefix), Secret.New(RefreshPrefix));
        var row = new TokenPair
        {
            SessionId = session.Id,
            AccessHash = Secret.Hash(access),
            RefreshHash = Secret.Hash(refresh),
            CreatedAt = now,
            AccessExpiresAt = Earlier(now + AccessLife, session.ExpiresAt),
            RefreshExpiresAt = Earlier(now + RefreshLife, session.ExpiresAt),
        };
        return (row, new AppTokens(session.Id, (int)(row.AccessExpiresAt - now).TotalSeconds, access, refresh));
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    internal static void Map(ModelBuilder model) => model.Entity<TokenPair>(e =>
    {
        e.ToTable("token_pairs");
        e.RefersTo<TokenPair, Session>(x => x.SessionId);
        e.Unaudited();   // an app turns its pair four times an hour; that it signed in, ended or was caught is audited on the session
    });
}

/// <summary>A new pair. The tokens are there once and never stored.</summary>
public sealed record AppTokens(Guid SessionId, int ExpiresIn, [property: JsonIgnore] string? AccessToken = null, [property: JsonIgnore] string? RefreshToken = null);

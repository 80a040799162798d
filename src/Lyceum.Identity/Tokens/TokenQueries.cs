using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Tokens;

/// <summary>A token as its owner sees it: never the token itself.</summary>
public sealed record TokenView(Guid Id, string Name, string Hint, IReadOnlyList<string>? Scopes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>A list that is never long.</summary>
public sealed record TokenList(IReadOnlyList<TokenView> Items);

/// <summary>Reads of tokens.</summary>
public static class TokenQueries
{
    /// <summary>One's own tokens, the newest first; revoked and expired ones for as long as they are among the last hundred.</summary>
    public static async Task<Result<TokenList>> Mine(LyceumDb db, Call call, CancellationToken ct) =>
        new TokenList(await db.ApiTokens.AsNoTracking().Where(t => t.PersonId == call.Actor.PersonId).OrderByDescending(t => t.CreatedAt).Take(100)
            .Select(t => new TokenView(t.Id, t.Name, t.Hint, t.Scopes, t.CreatedAt, t.ExpiresAt, t.LastUsedAt, t.RevokedAt)).ToListAsync(ct));
}

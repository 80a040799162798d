using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Tokens;

/// <summary>A key for programs: acts as its owner, narrowed to its scopes, until it expires or is revoked. Shown once, stored as a hash (A5).</summary>
public sealed class ApiToken
{
    /// <summary>What every token begins with, so that secret scanners know it.</summary>
    public const string Prefix = "lyc_";

    /// <summary>Longest life: a year.</summary>
    public const int MostDays = 365;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public Guid PersonId { get; init; }
    public required string Name { get; init; }
    public required string Hint { get; init; }

    /// <summary>Null: all its owner may; else these permissions, while the owner holds them.</summary>
    public string[]? Scopes { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; internal set; }
    public int Version { get; private set; } = 1;

    internal static (ApiToken Row, string Token) Issue(Accounts.Account account, string name, string[]? scopes, DateTimeOffset now, DateTimeOffset expires)
    {
        var token = Secret.New(Prefix);
        return (new ApiToken
        {
            TokenHash = Secret.Hash(token),
            AccountId = account.Id,
            PersonId = account.PersonId,
            Name = name.Trim(),
            Hint = token[..8],
            Scopes = scopes,
            CreatedAt = now,
            ExpiresAt = expires,
        }, token);
    }

    internal static void Map(ModelBuilder model) => model.Entity<ApiToken>().ToTable("api_tokens").RefersTo<ApiToken, Accounts.Account>(x => x.AccountId);
}

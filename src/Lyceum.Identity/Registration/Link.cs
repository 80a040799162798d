using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Registration;

/// <summary>What a mailed link is for.</summary>
public enum LinkKind
{
    Verify,
    Reset,
    Invite,
}

/// <summary>A link sent by mail: single use, short life, only its hash stored. A confirmation also carries a six-digit code for another screen.</summary>
public sealed class Link
{
    /// <summary>Wrong codes before only the link works.</summary>
    internal const int CodeTries = 5;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public LinkKind Kind { get; init; }
    public Guid AccountId { get; init; }
    public required byte[] TokenHash { get; init; }
    public byte[]? CodeHash { get; init; }
    public int CodeTriesUsed { get; internal set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; internal set; }

    internal static TimeSpan LifeOf(LinkKind kind) => kind switch
    {
        LinkKind.Reset => TimeSpan.FromMinutes(30),
        LinkKind.Invite => TimeSpan.FromDays(7),
        _ => TimeSpan.FromHours(24),
    };

    internal static (Link Link, string Token, string? Code) Make(LinkKind kind, Guid accountId, DateTimeOffset now)
    {
        var token = Secret.New();
        var code = kind == LinkKind.Verify ? Secret.Digits() : null;
        var id = Guid.CreateVersion7();
        return (new Link
        {
            Id = id,
            Kind = kind,
            AccountId = accountId,
            TokenHash = Secret.Hash(token),
            CodeHash = code is null ? null : Secret.Hash($"{id:n}:{code}"),
            CreatedAt = now,
            ExpiresAt = now + LifeOf(kind),
        }, token, code);
    }

    internal bool IsOpen(DateTimeOffset now) => UsedAt is null && now < ExpiresAt;

    internal bool IsCode(string code) => Secret.Same(CodeHash, Secret.Hash($"{Id:n}:{code.Trim()}"));

    internal static void Map(ModelBuilder model) => model.Entity<Link>(e =>
    {
        e.ToTable("links");
        e.RefersTo<Link, Accounts.Account>(x => x.AccountId);
        e.Property(x => x.Kind).HasConversion<LowerCase<LinkKind>>();
        e.Property(x => x.CodeTriesUsed).HasColumnName("code_tries");
    });
}

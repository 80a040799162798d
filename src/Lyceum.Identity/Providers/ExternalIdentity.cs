using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Providers;

/// <summary>
/// Whom a provider means by a subject: issuer and subject together name an account, and nothing else does (OpenID Connect Core §5.7).
/// An address only finds the account once, at the first sign-in: providers give addresses to somebody else later.
/// </summary>
public sealed class ExternalIdentity
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }

    /// <summary>The address the provider said last; shown to its owner, never looked up.</summary>
    public string? Email { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; private set; }

    internal void Use(string? email, DateTimeOffset now) => (Email, LastUsedAt) = (email ?? Email, now);

    internal static void Map(ModelBuilder model) => model.Entity<ExternalIdentity>().ToTable("external_identities").RefersTo<ExternalIdentity, Accounts.Account>(x => x.AccountId);
}

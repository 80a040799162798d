using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Providers;

/// <summary>The school's own OpenID Connect provider, with which people sign in (A2). There is at most one.</summary>
public sealed class SignInProvider
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>As the provider writes it in its tokens, to the letter.</summary>
    public required string Issuer { get; set; }

    public required string ClientId { get; set; }

    /// <summary>Protected by the key ring; null where the provider gave none (a public client: PKCE alone).</summary>
    public string? ClientSecret { get; private set; }

    /// <summary>What the button says it signs in with.</summary>
    public required LocalizedName Name { get; set; }

    public bool IsOn { get; set; }

    /// <summary>Whoever signs in with an unknown address gets an account, also where registration is closed.</summary>
    public bool MakesAccounts { get; set; }

    /// <summary>A second factor the provider says it saw (<c>amr</c> holds <c>mfa</c>, RFC 8176 §2) counts as ours.</summary>
    public bool TrustsSecondStep { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    internal void KeepSecret(string? secret, IDataProtectionProvider ring) => ClientSecret = string.IsNullOrEmpty(secret) ? null : Protector(ring).Protect(secret);

    internal ProviderClient ToClient(IDataProtectionProvider ring) => new(Issuer, ClientId, ClientSecret is null ? null : Protector(ring).Unprotect(ClientSecret));

    internal static void Map(ModelBuilder model) => model.Entity<SignInProvider>(e =>
    {
        e.ToTable("sign_in_providers");
        e.Property(x => x.Name).IsLocalized();
        e.Property(x => x.ClientSecret).Secret();
    });

    private static IDataProtector Protector(IDataProtectionProvider ring) => ring.CreateProtector("identity.provider.secret");
}

/// <summary>As whom we speak to which provider.</summary>
internal sealed record ProviderClient(string Issuer, string ClientId, string? Secret)
{
    /// <summary>The record would print its secret.</summary>
    public override string ToString() => $"{ClientId} at {Issuer}";
}

using Lyceum.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Passkeys;

/// <summary>A key on somebody's phone, computer or stick with which they sign in; we hold its public half (A2).</summary>
public sealed class Passkey
{
    /// <summary>How many one account may have.</summary>
    public const int Most = 10;

    // WebAuthn Level 3 §5.8.4. What else a client writes there is of no use to us, and not fit to be stored.
    private static readonly string[] KnownTransports = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }
    public required byte[] CredentialId { get; init; }
    public required byte[] PublicKey { get; init; }
    public required string Name { get; set => field = value.Trim(); }

    /// <summary>What the authenticator counted last; 0 where it does not count.</summary>
    public long SignCount { get; private set; }

    public required string[] Transports { get; init; }

    /// <summary>Whether it may be synchronised to other devices of its owner.</summary>
    public bool BackupEligible { get; init; }

    /// <summary>Whether it is.</summary>
    public bool BackedUp { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>The credential the library has verified, as a row. Attestation and client data are not kept: nobody asks for them again.</summary>
    internal static Passkey Of(UserPasskeyInfo made, Guid accountId, string name, DateTimeOffset now) => new()
    {
        AccountId = accountId,
        CredentialId = made.CredentialId,
        PublicKey = made.PublicKey,
        Name = name,
        SignCount = made.SignCount,
        Transports = [.. KnownTransports.Intersect(made.Transports ?? [], StringComparer.Ordinal)],
        BackupEligible = made.IsBackupEligible,
        BackedUp = made.IsBackedUp,
        CreatedAt = now,
    };

    /// <summary>The row as the library reads it. Every passkey was registered with user verification.</summary>
    internal UserPasskeyInfo ToInfo() =>
        new(CredentialId, PublicKey, CreatedAt, (uint)SignCount, Transports, isUserVerified: true, BackupEligible, BackedUp, attestationObject: [], clientDataJson: []);

    internal void Use(UserPasskeyInfo verified, DateTimeOffset now) => (SignCount, BackedUp, LastUsedAt) = (verified.SignCount, verified.IsBackedUp, now);

    internal static void Map(ModelBuilder model) => model.Entity<Passkey>().ToTable("passkeys").RefersTo<Passkey, Accounts.Account>(x => x.AccountId);
}

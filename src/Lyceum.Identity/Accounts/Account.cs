using Lyceum.Platform.Database;
using System.Text;
using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Accounts;

/// <summary>How a person signs in: address, password, second step. A person has at most one; many have none.</summary>
public sealed class Account
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PersonId { get; init; }

    /// <summary>NFC and lower-case: what is compared is what is stored.</summary>
    public required string Email { get; set => field = Tidy(value); }

    public DateTimeOffset? EmailVerifiedAt { get; internal set; }

    /// <summary>Null until an invited person chose one.</summary>
    public string? PasswordHash { get; internal set; }

    public DateTimeOffset? PasswordChangedAt { get; internal set; }

    /// <summary>The shared secret of the authenticator app, protected by the key ring.</summary>
    public string? TotpSecret { get; internal set; }

    /// <summary>When the second step was switched on; a secret without it is not yet in force.</summary>
    public DateTimeOffset? TotpConfirmedAt { get; internal set; }

    /// <summary>The newest 30-second step a code was accepted for; a code of it or before it is used up.</summary>
    public long TotpLastStep { get; internal set; }

    /// <summary>How many passkeys it has; written with them, under the lock on this row.</summary>
    public int PasskeyCount { get; internal set; }

    public DateTimeOffset? DisabledAt { get; internal set; }
    public string? DisabledReason { get; internal set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; private set; } = 1;

    /// <summary>The address as it is stored and compared.</summary>
    public static string Tidy(string email) => email.Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>Whether the password alone signs nobody in: the one question for “has a second step”.</summary>
    internal bool NeedsSecondStep => HasAuthenticator || PasskeyCount > 0;

    internal bool HasAuthenticator => TotpConfirmedAt is not null;

    internal void SetPassword(string hash, DateTimeOffset now)
    {
        PasswordHash = hash;
        PasswordChangedAt = now;
    }

    internal void Verify(DateTimeOffset now) => EmailVerifiedAt ??= now;

    internal Result<Done> Disable(string reason, DateTimeOffset now)
    {
        if (DisabledAt is not null) return AccountErrors.AlreadyDisabled;
        (DisabledAt, DisabledReason) = (now, reason);
        return Done.It;
    }

    internal Result<Done> Enable()
    {
        if (DisabledAt is null) return AccountErrors.NotDisabled;
        (DisabledAt, DisabledReason) = (null, null);
        return Done.It;
    }

    internal static void Map(ModelBuilder model) => model.Entity<Account>(e =>
    {
        e.ToTable("accounts");
        e.RefersTo<Account, People.Person>(x => x.PersonId);
        e.Property(x => x.PasswordHash).Secret();
        e.Property(x => x.TotpSecret).Secret();
    });
}

using Lyceum.Platform.Database;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SecondStep;

/// <summary>A code on paper for the day the phone is gone; used once. 80 bits, so that a plain hash is enough.</summary>
public sealed class RecoveryCode
{
    /// <summary>How many are given at a time.</summary>
    public const int Count = 10;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }
    public required byte[] CodeHash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? UsedAt { get; internal set; }

    /// <summary>Four groups of four letters and digits, without those that look alike.</summary>
    internal static string New() => string.Join('-', Totp.Base32(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant().Chunk(4).Select(c => new string(c)));

    /// <summary>However it was typed: spaces, dashes, capitals.</summary>
    internal static byte[] Hash(string code) => Secret.Hash(string.Concat(code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)));

    internal static void Map(ModelBuilder model) => model.Entity<RecoveryCode>().ToTable("recovery_codes").RefersTo<RecoveryCode, Accounts.Account>(x => x.AccountId);
}

using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Passkeys;

/// <summary>What a passkey is asked for.</summary>
public enum PasskeyPurpose
{
    Register,
    SignIn,
    SecondStep,
}

/// <summary>
/// A question to a passkey: answered once, within five minutes, for the purpose and by the account it was made for. Its id is no secret;
/// what counts is the signature over the random bytes in <see cref="State"/>. Machinery, so without audit: what an answer does is audited.
/// </summary>
public sealed class PasskeyChallenge
{
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public PasskeyPurpose Purpose { get; init; }
    public Guid? AccountId { get; init; }

    /// <summary>What the library wants back beside the answer.</summary>
    public required string State { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Keeps a new question, and takes a few of those away that nobody can answer any more.</summary>
    internal static async Task<PasskeyChallenge> Keep(Act act, PasskeyPurpose purpose, Guid? accountId, string state)
    {
        await act.Db.Database.ExecuteSqlAsync($"""
            DELETE FROM identity.passkey_challenges WHERE id IN
                (SELECT id FROM identity.passkey_challenges WHERE expires_at < {act.Now} ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED)
            """, act.Ct);
        var challenge = new PasskeyChallenge { Purpose = purpose, AccountId = accountId, State = state, CreatedAt = act.Now, ExpiresAt = act.Now + Life };
        act.Db.PasskeyChallenges.Add(challenge);
        return challenge;
    }

    /// <summary>Uses the question up: locked, so that of two answers in one moment the second finds it used. Null when it cannot be answered (any more).</summary>
    internal static async Task<PasskeyChallenge?> Take(Act act, Guid id, PasskeyPurpose purpose, Guid? accountId)
    {
        var challenge = await act.Db.PasskeyChallenges.ForUpdate()
            .SingleOrDefaultAsync(c => c.Id == id && c.Purpose == purpose && c.AccountId == accountId && c.UsedAt == null && c.ExpiresAt > act.Now, act.Ct);
        challenge?.UsedAt = act.Now;
        return challenge;
    }

    /// <summary>A wrong answer uses it up as well; meant for <c>refusal.Recording(…)</c>, after the rollback.</summary>
    internal static Task Burn(Act act, Guid id) =>
        act.Db.Database.ExecuteSqlAsync($"UPDATE identity.passkey_challenges SET used_at = {act.Now} WHERE id = {id} AND used_at IS NULL", act.Ct);

    internal static void Map(ModelBuilder model) => model.Entity<PasskeyChallenge>(e =>
    {
        e.ToTable("passkey_challenges");
        e.RefersTo<PasskeyChallenge, Accounts.Account>(x => x.AccountId);
        e.Property(x => x.Purpose).HasConversion<LowerCase<PasskeyPurpose>>();
        e.Unaudited();
    });
}

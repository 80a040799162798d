using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SignIns;

/// <summary>First step right, second still owed. Ten minutes, then from the start.</summary>
public sealed class Challenge
{
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public bool Kept { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>The first step was right: what the browser is given for the second.</summary>
    internal static SignInOutcome Ask(Act act, Accounts.Account account, bool keep)
    {
        var token = Secret.New();
        act.Db.Challenges.Add(new Challenge { TokenHash = Secret.Hash(token), AccountId = account.Id, Kept = keep, CreatedAt = act.Now, ExpiresAt = act.Now + Life });
        return new SignInOutcome(null, null, token, null, null, null, null);
    }

    internal static void Map(ModelBuilder model) => model.Entity<Challenge>().ToTable("challenges").RefersTo<Challenge, Accounts.Account>(x => x.AccountId);
}

using Lyceum.Platform;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Passkeys;

/// <summary>A passkey as its owner sees it. Synced: its maker keeps copies on other devices of the owner.</summary>
public sealed record PasskeyView(Guid Id, string Name, bool IsSynced, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    internal static PasskeyView Of(Passkey p) => new(p.Id, p.Name, p.BackedUp, p.CreatedAt, p.LastUsedAt);
}

/// <summary>A list that is never long.</summary>
public sealed record PasskeyList(IReadOnlyList<PasskeyView> Items);

/// <summary>Reads of passkeys.</summary>
public static class PasskeyQueries
{
    /// <summary>One's own passkeys, in the order in which they were added.</summary>
    public static async Task<Result<PasskeyList>> Mine(LyceumDb db, Call call, CancellationToken ct)
    {
        var account = call.Actor.AccountId;
        return new PasskeyList([.. (await db.Passkeys.AsNoTracking().Where(p => p.AccountId == account).OrderBy(p => p.Id).ToListAsync(ct)).Select(PasskeyView.Of)]);
    }

    /// <summary>One of one's own.</summary>
    public static async Task<Result<PasskeyView>> Find(Guid id, LyceumDb db, Call call, CancellationToken ct) =>
        (await Mine(db, call, ct)).Value.Items.SingleOrDefault(p => p.Id == id) is { } passkey ? passkey : PasskeyErrors.NotFound;
}

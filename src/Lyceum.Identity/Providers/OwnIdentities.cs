using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Registration;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Providers;

/// <summary>Forgets whom the provider means by one's account. Other sessions end.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record UnlinkIdentity(Guid IdentityId, [property: JsonIgnore, StringLength(1000)] string? CurrentPassword = null);

/// <summary>An account at the school's provider, as its owner here sees it. The name is that of the button; null where the school has another provider now.</summary>
public sealed record IdentityView(Guid Id, LocalizedName? Provider, string Issuer, string? Email, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>A list that is never long.</summary>
public sealed record IdentityList(IReadOnlyList<IdentityView> Items);

/// <summary>How people see and end what is linked.</summary>
public static class OwnIdentities
{
    /// <summary>One's own, in the order in which they were linked.</summary>
    public static async Task<Result<IdentityList>> Mine(LyceumDb db, Call call, CancellationToken ct)
    {
        var (account, providers) = (call.Actor.AccountId, db.SignInProviders);
        var rows = await db.ExternalIdentities.AsNoTracking().Where(i => i.AccountId == account).OrderBy(i => i.Id)
            .Select(i => new { Identity = i, Name = providers.Where(p => p.Issuer == i.Issuer).Select(p => p.Name).FirstOrDefault() }).ToListAsync(ct);
        return new IdentityList([.. rows.Select(r => new IdentityView(r.Identity.Id, r.Name, r.Identity.Issuer, r.Identity.Email, r.Identity.CreatedAt, r.Identity.LastUsedAt))]);
    }

    /// <summary>One of one's own.</summary>
    public static async Task<Result<IdentityView>> Find(Guid id, LyceumDb db, Call call, CancellationToken ct) =>
        (await Mine(db, call, ct)).Value.Items.SingleOrDefault(i => i.Id == id) is { } identity ? identity : ProviderErrors.IdentityNotFound;

    public static async Task<Result<Done>> Handle(UnlinkIdentity command, Act act)
    {
        // The account row is locked: the last passkey that goes at the same moment must see what this leaves, and this what that leaves.
        var account = await act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == act.Actor.AccountId, act.Ct);
        var identity = await act.Db.ExternalIdentities.SingleOrDefaultAsync(i => i.Id == command.IdentityId && i.AccountId == account.Id, act.Ct);
        if (identity is null) return ProviderErrors.IdentityNotFound;
        if (account.PasswordHash is null && account.PasskeyCount == 0) return ProviderErrors.LastWay;
        if (await OwnPassword.Prove(act, account, command.CurrentPassword) is { } refusal) return refusal;
        act.Db.ExternalIdentities.Remove(identity);
        await EndingSessions.EndAll(act, account.PersonId, EndReason.EndedByPerson, act.Actor.SessionId);
        act.Notify(account.PersonId, "identity.provider.notice.unlinked", [("email", identity.Email ?? account.Email)], "/account/security");
        await Letters.Send(act, "provider_unlinked", account, null, "/account/security");
        return Done.It;
    }
}

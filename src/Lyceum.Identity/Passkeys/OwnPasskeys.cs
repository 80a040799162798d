using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Registration;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Passkeys;

/// <summary>Begins to add a passkey: the question for the device. Asks for the password; who has none must have signed in just now.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record BeginPasskey([property: JsonIgnore, StringLength(1000)] string? CurrentPassword = null);

/// <summary>Adds the passkey that the device has made. Other sessions end.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record AddPasskey(
    Guid ChallengeId,
    [Required, StringLength(60, MinimumLength = 1)] string Name,
    [property: JsonIgnore, Required, StringLength(PasskeyCeremony.LongestAnswer)] string Credential);

/// <summary>Calls a passkey something else.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record RenamePasskey(Guid PasskeyId, [Required, StringLength(60, MinimumLength = 1)] string Name);

/// <summary>Removes a passkey; nobody signs in with it any more. Other sessions end.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record RemovePasskey(Guid PasskeyId, [property: JsonIgnore, StringLength(1000)] string? CurrentPassword = null);

/// <summary>How people keep their passkeys. Every change holds the lock on the account row, so that two at once cannot make eleven or take the last.</summary>
public static class OwnPasskeys
{
    public static async Task<Result<PasskeyQuestion>> Handle(BeginPasskey command, Act act)
    {
        var account = await Own(act);
        if (account.PasskeyCount >= Passkey.Most) return PasskeyErrors.TooMany;
        if (await OwnPassword.Prove(act, account, command.CurrentPassword) is { } refusal) return refusal;
        var name = await act.Db.People.AsNoTracking().Where(p => p.Id == account.PersonId).Select(p => p.DisplayName).SingleAsync(act.Ct);
        return await (await PasskeyCeremony.With(act, account, alone: true)).AskToRegister(act, name);
    }

    public static async Task<Result<PasskeyView>> Handle(AddPasskey command, Act act)
    {
        var account = await Own(act);
        if (account.PasskeyCount >= Passkey.Most) return PasskeyErrors.TooMany;
        if (await PasskeyChallenge.Take(act, command.ChallengeId, PasskeyPurpose.Register, account.Id) is not { } challenge) return PasskeyErrors.ChallengeOver;
        var ceremony = await PasskeyCeremony.With(act, account, alone: true);
        if (await ceremony.Register(challenge, command.Credential) is not { } made) return PasskeyErrors.NotAccepted.Recording(a => PasskeyChallenge.Burn(a, command.ChallengeId));
        var passkey = Passkey.Of(made, account.Id, command.Name, act.Now);
        act.Db.Passkeys.Add(passkey);
        account.PasskeyCount = ceremony.Passkeys.Count + 1;
        await Changed(act, account, passkey, "added");
        return PasskeyView.Of(passkey);
    }

    public static async Task<Result<PasskeyView>> Handle(RenamePasskey command, Act act)
    {
        var passkey = await act.Db.Passkeys.SingleOrDefaultAsync(p => p.Id == command.PasskeyId && p.AccountId == act.Actor.AccountId, act.Ct);
        if (passkey is null) return PasskeyErrors.NotFound;
        passkey.Name = command.Name;
        return PasskeyView.Of(passkey);
    }

    public static async Task<Result<Done>> Handle(RemovePasskey command, Act act)
    {
        var account = await Own(act);
        var own = await act.Db.Passkeys.Where(p => p.AccountId == account.Id).ToListAsync(act.Ct);
        if (own.SingleOrDefault(p => p.Id == command.PasskeyId) is not { } passkey) return PasskeyErrors.NotFound;
        if (account.PasswordHash is null && own.Count == 1) return PasskeyErrors.LastWay;
        if (await OwnPassword.Prove(act, account, command.CurrentPassword) is { } refusal) return refusal;
        act.Db.Passkeys.Remove(passkey);
        account.PasskeyCount = own.Count - 1;
        if (!account.NeedsSecondStep) await SecondSteps.ForgetCodes(act, account);
        await Changed(act, account, passkey, "removed");
        return Done.It;
    }

    /// <summary>The owner hears of it by mail and in the inbox, in case it was somebody else; whoever is signed in elsewhere has to sign in again (A3).</summary>
    private static async Task Changed(Act act, Account account, Passkey passkey, string what)
    {
        await EndingSessions.EndAll(act, account.PersonId, EndReason.SecondStepChanged, act.Actor.SessionId);
        act.Notify(account.PersonId, "identity.passkey.notice." + what, [("passkey", passkey.Name)], "/account/security");
        await Letters.Send(act, "passkey_" + what, account, null, "/account/security");
    }

    private static Task<Account> Own(Act act) => act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == act.Actor.AccountId, act.Ct);
}

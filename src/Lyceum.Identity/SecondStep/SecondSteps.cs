using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SecondStep;

/// <summary>Begins switching the second step on: a new secret for the authenticator app, not yet in force. Who has no password must have signed in just now.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record BeginSecondStep([property: JsonIgnore, StringLength(1000)] string? CurrentPassword);

/// <summary>Switches it on: proof that the app shows the right code. Other sessions end.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record ConfirmSecondStep([property: JsonIgnore, Required, StringLength(10)] string Code);

/// <summary>Switches it off. Other sessions end.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record RemoveSecondStep([property: JsonIgnore, StringLength(1000)] string? CurrentPassword);

/// <summary>Gives new recovery codes; the old ones are void.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record RenewRecoveryCodes([property: JsonIgnore, StringLength(1000)] string? CurrentPassword);

/// <summary>The secret to type into the app; shown while it is not in force.</summary>
public sealed record SecondStepSecret(Guid AccountId, [property: JsonIgnore] string? Secret = null);

/// <summary>Recovery codes, shown once.</summary>
public sealed record NewRecoveryCodes(int Count, [property: JsonIgnore] IReadOnlyList<string>? Codes = null);

/// <summary>How the second step is switched on and off, and how a code is accepted.</summary>
public static class SecondSteps
{
    public static async Task<Result<SecondStepSecret>> Handle(BeginSecondStep command, Act act)
    {
        var account = await Own(act);
        if (account.HasAuthenticator) return SecondStepErrors.AlreadyOn;
        if (await OwnPassword.Prove(act, account, command.CurrentPassword) is { } refusal) return refusal;
        var secret = Totp.NewSecret();
        account.TotpSecret = Protector(act.Get<IDataProtectionProvider>()).Protect(secret);
        return new SecondStepSecret(account.Id, secret);
    }

    public static async Task<Result<NewRecoveryCodes>> Handle(ConfirmSecondStep command, Act act)
    {
        var account = await Own(act);
        if (account.HasAuthenticator) return SecondStepErrors.AlreadyOn;
        if (account.TotpSecret is null) return SecondStepErrors.NotBegun;
        if (!AcceptTotp(act, account, command.Code)) return SecondStepErrors.WrongCode;
        account.TotpConfirmedAt = act.Now;
        await EndingSessions.EndAll(act, account.PersonId, EndReason.SecondStepChanged, act.Actor.SessionId);
        return await NewCodes(act, account);
    }

    public static async Task<Result<Done>> Handle(RemoveSecondStep command, Act act)
    {
        var account = await Own(act);
        if (!account.HasAuthenticator) return SecondStepErrors.NotOn;
        if (await OwnPassword.Prove(act, account, command.CurrentPassword) is { } refusal) return refusal;
        (account.TotpSecret, account.TotpConfirmedAt) = (null, null);
        if (!account.NeedsSecondStep) await ForgetCodes(act, account);
        await EndingSessions.EndAll(act, account.PersonId, EndReason.SecondStepChanged, act.Actor.SessionId);
        return Done.It;
    }

    public static async Task<Result<NewRecoveryCodes>> Handle(RenewRecoveryCodes command, Act act)
    {
        var account = await Own(act);
        if (!account.NeedsSecondStep) return SecondStepErrors.NotOn;
        if (await OwnPassword.Prove(act, account, command.CurrentPassword) is { } refusal) return refusal;
        return await NewCodes(act, account);
    }

    /// <summary>Takes a code of the app or a recovery code, once. The caller holds the lock on the account row.</summary>
    internal static async Task<bool> Accept(Act act, Account account, string code)
    {
        var typed = code.Trim().Replace(" ", "", StringComparison.Ordinal);
        // A secret that was begun and never confirmed opens nothing.
        if (typed.Length == 6 && typed.All(char.IsAsciiDigit)) return account.HasAuthenticator && AcceptTotp(act, account, typed);
        var hash = RecoveryCode.Hash(code);
        var recovery = await act.Db.RecoveryCodes.SingleOrDefaultAsync(c => c.AccountId == account.Id && c.CodeHash == hash && c.UsedAt == null, act.Ct);
        if (recovery is null) return false;
        recovery.UsedAt = act.Now;
        return true;
    }

    /// <summary>Takes every second step away, by an administrator for somebody who lost phone, passkeys and paper.</summary>
    internal static async Task Clear(Act act, Account account)
    {
        (account.TotpSecret, account.TotpConfirmedAt, account.PasskeyCount) = (null, null, 0);
        act.Db.Passkeys.RemoveRange(await act.Db.Passkeys.Where(p => p.AccountId == account.Id).ToListAsync(act.Ct));
        await ForgetCodes(act, account);
    }

    /// <summary>Recovery codes stand in for a second step; without one there is nothing to stand in for.</summary>
    internal static async Task ForgetCodes(Act act, Account account) =>
        act.Db.RecoveryCodes.RemoveRange(await act.Db.RecoveryCodes.Where(c => c.AccountId == account.Id).ToListAsync(act.Ct));

    private static bool AcceptTotp(Act act, Account account, string code)
    {
        if (account.TotpSecret is null) return false;
        var secret = Protector(act.Get<IDataProtectionProvider>()).Unprotect(account.TotpSecret);
        if (Totp.Match(secret, code.Trim(), act.Now, account.TotpLastStep) is not { } step) return false;
        account.TotpLastStep = step;
        return true;
    }

    private static async Task<NewRecoveryCodes> NewCodes(Act act, Account account)
    {
        await ForgetCodes(act, account);
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToList();
        act.Db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { AccountId = account.Id, CodeHash = RecoveryCode.Hash(c), CreatedAt = act.Now }));
        return new NewRecoveryCodes(codes.Count, codes);
    }

    private static Task<Account> Own(Act act) => act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == act.Actor.AccountId, act.Ct);

    private static IDataProtector Protector(IDataProtectionProvider ring) => ring.CreateProtector("identity.totp");
}

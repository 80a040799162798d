using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Registration;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Providers;

/// <summary>Uses up one coming back from the provider: whoever comes with the same state again finds it used, before anything is asked of the provider.</summary>
[Open("signing in is how one becomes somebody")]
public sealed record TakeProviderReturn([property: JsonIgnore, Required, StringLength(100)] string State, DateTimeOffset ExpiresAt);

/// <summary>Signs in whom the school's provider vouches for (A2). It stands for a first step: what the account or the school asks beside it is asked as after a password.</summary>
[Open("signing in is how one becomes somebody")]
public sealed record SignInWithProvider(
    [property: JsonIgnore, Required] ProviderAnswer Answer,
    [Required, AllowedValues("en", "el", "ar")] string Language,
    [property: JsonIgnore] string? DeviceToken = null);

/// <summary>Whether the way back is free; the client it was begun for.</summary>
public sealed record ReturnTaken
{
    internal ReturnTaken(ProviderClient client) => Client = client;

    internal ProviderClient Client { get; }
}

/// <summary>How one signs in by the school's provider. Known browser, second step and session are those of every sign-in.</summary>
public static class SigningInWithProvider
{
    /// <summary>How many may come back from one client address within <see cref="Window"/>: a campus in the morning. Nothing is guessed here; it bounds what strangers have us ask the provider.</summary>
    internal const int MostReturns = 3000;
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public static async Task<Result<ReturnTaken>> Handle(TakeProviderReturn command, Act act)
    {
        var bucket = $"provider:{act.Call.ClientAddress?.ToString() ?? "none"}";
        if (await Throttle.IsOver(act, bucket, MostReturns, Window)) return SignInErrors.TooMany(TimeSpan.FromMinutes(1));
        await Throttle.Count(act, bucket, Window);
        if (await act.Db.SignInProviders.AsNoTracking().SingleOrDefaultAsync(p => p.IsOn, act.Ct) is not { } provider) return ProviderErrors.NotOn;
        await act.Db.Database.ExecuteSqlAsync($"""
            DELETE FROM identity.provider_returns WHERE state_hash IN
                (SELECT state_hash FROM identity.provider_returns WHERE expires_at < {act.Now} ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED)
            """, act.Ct);
        // Of two with one state at the same moment the second waits here for the first to commit, and then adds no row.
        var hash = Secret.Hash(command.State);
        var first = await act.Db.Database.ExecuteSqlAsync($"INSERT INTO identity.provider_returns (state_hash, used_at, expires_at) VALUES ({hash}, {act.Now}, {command.ExpiresAt}) ON CONFLICT DO NOTHING", act.Ct);
        return first == 1 ? new ReturnTaken(provider.ToClient(act.Get<IDataProtectionProvider>())) : ProviderErrors.Over;
    }

    public static async Task<Result<SignInOutcome>> Handle(SignInWithProvider command, Act act)
    {
        if (command.Answer.IsAway) return ProviderErrors.Away;
        if (command.Answer.Who is not { } who) return Refuse(ProviderErrors.NotTrusted, command.Answer.Fault, null);
        // Read again: it may have been switched off while the person was over there.
        if (await act.Db.SignInProviders.AsNoTracking().SingleOrDefaultAsync(p => p.IsOn && p.Issuer == who.Issuer, act.Ct) is not { } provider) return ProviderErrors.NotOn;

        var found = await FindAccount(act, provider, who, command.Language);
        if (!found.Ok) return found.Refusal;
        var (account, identity) = found.Value;
        if (account.DisabledAt is not null) return Refuse(ProviderErrors.AccountClosed, "account closed", account.Id);
        identity.Use(who.Email, act.Now);

        var device = await SigningIn.KnownDevice(command.DeviceToken, account, act);
        var secondStepSeen = provider.TrustsSecondStep && who.SawSecondFactor;
        if (account.NeedsSecondStep && !secondStepSeen) return Challenge.Ask(act, account, keep: false);
        var bucket = device is null ? Throttle.ForEmail(account.Email) : Throttle.ForDevice(device.Id);
        return await SigningIn.Begin(act, account, keep: false, device is not null, bucket, secondStepSeen);
    }

    /// <summary>By subject; the first time by confirmed address; else a new account, where the school allows it. The account row is locked.</summary>
    private static async Task<Result<Match>> FindAccount(Act act, SignInProvider provider, Vouched who, string language)
    {
        if (await act.Db.ExternalIdentities.SingleOrDefaultAsync(i => i.Issuer == who.Issuer && i.Subject == who.Subject, act.Ct) is { } known)
            return new Match(await act.Db.Accounts.ForUpdate().SingleAsync(a => a.Id == known.AccountId, act.Ct), known);

        // What the provider has not confirmed is a word anybody may have typed there, an administrator's address too. Said before looking: the answer does not tell who has an account.
        if (who.Email is null || !who.IsEmailVerified) return Refuse(ProviderErrors.Unverified, who.Email is null ? "no address" : "address not verified", null);
        var email = Account.Tidy(who.Email);
        var account = await act.Db.Accounts.ForUpdate().SingleOrDefaultAsync(a => a.Email == email, act.Ct);
        if (account is null)
        {
            var mayMake = provider.MakesAccounts || (await RegistrationSettings.Read(act.Db, act.Ct)).Mode == RegistrationMode.Open;
            return mayMake ? Make(act, who, email, language) : Refuse(ProviderErrors.NoAccount, "no account", null);
        }
        if (account.DisabledAt is not null) return Refuse(ProviderErrors.AccountClosed, "account closed", account.Id);
        // Somebody registered with this address and never confirmed it: they know its password, and would sign in to what becomes the owner's.
        if (account is { EmailVerifiedAt: null, PasswordHash: not null }) return Refuse(ProviderErrors.Unconfirmed, "address not confirmed here", account.Id);
        // The address has moved to another person over there: who had it before keeps the account.
        if (await act.Db.ExternalIdentities.AnyAsync(i => i.AccountId == account.Id && i.Issuer == who.Issuer, act.Ct)) return Refuse(ProviderErrors.OtherSubject, "account has another subject", account.Id);
        account.Verify(act.Now);
        act.Notify(account.PersonId, "identity.provider.notice.linked", [("provider", provider.Name)], "/account/security");
        await Letters.Send(act, "provider_linked", account, null, "/account/security");
        return Linked(act, account, who);
    }

    private static Match Make(Act act, Vouched who, string email, string language)
    {
        var (given, family) = (who.ShortName, who.GivenName is null ? "" : who.FamilyName ?? "");
        var person = new Person
        {
            GivenName = given,
            FamilyName = family,
            DisplayName = who.Name ?? $"{given} {family}",
            Language = language,
            CreatedAt = act.Now,
        };
        var account = new Account { PersonId = person.Id, Email = email, CreatedAt = act.Now };
        account.Verify(act.Now);
        act.Db.People.Add(person);
        act.Db.Accounts.Add(account);
        act.Publish(new PersonRegistered(person.Id, person.DisplayName, person.Language));
        return Linked(act, account, who);
    }

    private static Match Linked(Act act, Account account, Vouched who)
    {
        var identity = new ExternalIdentity { AccountId = account.Id, Issuer = who.Issuer, Subject = who.Subject, CreatedAt = act.Now };
        act.Db.ExternalIdentities.Add(identity);
        return new Match(account, identity);
    }

    private static Refusal Refuse(Refusal refusal, string fault, Guid? account) => refusal.Recording(a =>
    {
        a.Note("identity.provider_failed", "identity.accounts", account, after: new { fault });
        return Task.CompletedTask;
    });

    private sealed record Match(Account Account, ExternalIdentity Identity);
}

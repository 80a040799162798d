using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Registration;

/// <summary>Makes a person and an account for whoever asks, where the school allows it (A1). The address must be confirmed before the first sign-in.</summary>
[Open("registration, where the school has opened it")]
public sealed record Register(
    [Required, StringLength(100, MinimumLength = 1)] string GivenName,
    [Required(AllowEmptyStrings = true), StringLength(100)] string FamilyName,
    [Required, EmailAddress, StringLength(254)] string Email,
    [property: JsonIgnore, Required, StringLength(1000)] string Password,
    [Required, AllowedValues("en", "el", "ar")] string Language,
    [StringLength(60)] string? Zone = null);

/// <summary>Where to type the code of the mail just sent. Also given when the address has an account: the answer must not tell.</summary>
public sealed record Registered(Guid VerificationId);

/// <summary>How one registers.</summary>
public static class Registering
{
    public static async Task<Result<Registered>> Handle(Register command, Act act)
    {
        var rules = await RegistrationSettings.Read(act.Db, act.Ct);
        if (rules.Mode != RegistrationMode.Open) return RegistrationErrors.Closed;
        if (!rules.Admits(Account.Tidy(command.Email))) return RegistrationErrors.OtherDomain(rules.Domains);
        if (PersonErrors.UnknownZone(command.Zone) is { } zone) return zone;
        if (Passwords.Objection(command.Password, "password", command.Email, command.GivenName, command.FamilyName) is { } objection) return objection;

        var address = $"register:{act.Call.ClientAddress}";
        if (await Throttle.IsOver(act, address, 200, TimeSpan.FromHours(1))) return RegistrationErrors.TooManyMails;   // a class registers behind one address; a flood does not
        await Throttle.Count(act, address, TimeSpan.FromHours(1));

        // Hashed before looking: known and unknown addresses take the same time.
        var hash = act.Get<Passwords>().Hash(command.Password);
        var email = Account.Tidy(command.Email);
        if (await act.Db.Accounts.SingleOrDefaultAsync(a => a.Email == email, act.Ct) is { } known)
        {
            if (known.EmailVerifiedAt is null) return new Registered(await Verifying.Send(act, known));
            await Letters.Send(act, "have_account", known, null, "/sign-in");
            return new Registered(Guid.CreateVersion7());
        }
        var person = new Person
        {
            GivenName = command.GivenName,
            FamilyName = command.FamilyName,
            DisplayName = $"{command.GivenName} {command.FamilyName}",
            Language = command.Language,
            Zone = command.Zone,
            CreatedAt = act.Now,
        };
        var account = new Account { PersonId = person.Id, Email = email, CreatedAt = act.Now };
        account.SetPassword(hash, act.Now);
        act.Db.People.Add(person);
        act.Db.Accounts.Add(account);
        var link = await Verifying.Send(act, account, person);
        act.Publish(new PersonRegistered(person.Id, person.DisplayName, person.Language));
        return new Registered(link);
    }
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>Adds a person, with or without an account. A password and a confirmed address may be given only by who may seed accounts; others invite.</summary>
[Requires(IdentityPermissions.CreatePeople)]
public sealed record CreatePerson(
    [Required, StringLength(100, MinimumLength = 1)] string GivenName,
    [Required(AllowEmptyStrings = true), StringLength(100)] string FamilyName,
    [Required, AllowedValues("en", "el", "ar")] string Language,
    [StringLength(200)] string? DisplayName = null,
    [StringLength(200)] string? LatinName = null,
    [StringLength(60)] string? Zone = null,
    [StringLength(2000)] string? About = null,
    NewAccount? Account = null)
{
    /// <summary>Given by the caller where the id must be known beforehand (seeding, import).</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }
}

/// <summary>The account to make with the person. <see cref="PasswordHash"/> (made by <see cref="Passwords.Hash"/>) spares seeding two hundred hashes of one password.</summary>
public sealed record NewAccount(
    [Required, EmailAddress, StringLength(254)] string Email,
    [property: JsonIgnore] string? Password = null,
    [property: JsonIgnore] bool Verified = false,
    [property: JsonIgnore] string? PasswordHash = null);

/// <summary>How people are added.</summary>
public static class CreatingPeople
{
    public static Task<Result<PersonRef>> Handle(CreatePerson command, Act act)
    {
        if (PersonErrors.UnknownZone(command.Zone) is { } zone) return Task.FromResult<Result<PersonRef>>(zone);
        if (command.Account is { } asked && (asked.Password ?? asked.PasswordHash) is not null && !act.Actor.May(IdentityPermissions.SeedAccounts))
            return Task.FromResult<Result<PersonRef>>(PlatformErrors.NotAllowed);

        var person = new Person
        {
            Id = command.Id ?? Guid.CreateVersion7(),
            GivenName = command.GivenName,
            FamilyName = command.FamilyName,
            DisplayName = command.DisplayName ?? $"{command.GivenName} {command.FamilyName}",
            LatinName = command.LatinName,
            Language = command.Language,
            Zone = command.Zone,
            About = command.About,
            CreatedAt = act.Now,
        };
        act.Db.People.Add(person);
        Guid? accountId = null;
        if (command.Account is { } wanted)
        {
            var account = new Account { PersonId = person.Id, Email = wanted.Email, CreatedAt = act.Now };
            if (wanted.PasswordHash is not null) account.SetPassword(wanted.PasswordHash, act.Now);
            else if (wanted.Password is not null)
            {
                if (Passwords.Objection(wanted.Password, "password", wanted.Email, command.GivenName, command.FamilyName) is { } objection) return Task.FromResult<Result<PersonRef>>(objection);
                account.SetPassword(act.Get<Passwords>().Hash(wanted.Password), act.Now);
            }
            if (wanted.Verified) account.Verify(act.Now);
            act.Db.Accounts.Add(account);
            accountId = account.Id;
        }
        act.Publish(new PersonRegistered(person.Id, person.DisplayName, person.Language));
        return Task.FromResult<Result<PersonRef>>(new PersonRef(person.Id, accountId, person.DisplayName));
    }
}

/// <summary>Who was made.</summary>
public sealed record PersonRef(Guid Id, Guid? AccountId, string DisplayName);

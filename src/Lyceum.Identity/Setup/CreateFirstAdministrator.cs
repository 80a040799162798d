using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Lyceum.Platform.Setup;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Setup;

/// <summary>Makes the first administrator by the one-time link. Succeeds once; refused when there is an administrator, whoever asks.</summary>
[Open("one-time link")]
public sealed record CreateFirstAdministrator(
    [property: JsonIgnore, Required, StringLength(100)] string Token,
    [Required, StringLength(200, MinimumLength = 1)] string Name,
    [Required, EmailAddress, StringLength(254)] string Email,
    [property: JsonIgnore, Required, StringLength(1000)] string Password,
    [Required, AllowedValues("en", "el", "ar")] string Language = "en");

/// <summary>Makes an administrator by the command line: the owner of the machine may, also later (a lost phone, a last administrator gone).</summary>
[Requires(IdentityPermissions.Setup)]
public sealed record CreateAdministrator(
    [Required, StringLength(200, MinimumLength = 1)] string Name,
    [Required, EmailAddress, StringLength(254)] string Email,
    [property: JsonIgnore, Required, StringLength(1000)] string Password,
    [Required, AllowedValues("en", "el", "ar")] string Language = "en");

/// <summary>Makes a one-time link, unless there is an administrator; earlier links are void.</summary>
[Requires(IdentityPermissions.Setup)]
public sealed record CreateSetupToken;

/// <summary>A new one-time token.</summary>
public sealed record NewSetupToken(DateTimeOffset ExpiresAt, [property: JsonIgnore] string? Token = null);

/// <summary>How a school gets its first administrator.</summary>
public static class SettingUp
{
    public static async Task<Result<NewSetupToken>> Handle(CreateSetupToken command, Act act)
    {
        await Administrators.Lock(act);
        if (await Administrators.AnyBut(act, null)) return SetupErrors.Done;
        foreach (var earlier in await act.Db.SetupTokens.Where(t => t.UsedAt == null).ToListAsync(act.Ct)) earlier.UsedAt = act.Now;
        var token = Secret.New();
        var row = new SetupToken { TokenHash = Secret.Hash(token), CreatedAt = act.Now, ExpiresAt = act.Now + SetupToken.Life };
        act.Db.SetupTokens.Add(row);
        return new NewSetupToken(row.ExpiresAt, token);
    }

    public static async Task<Result<PersonRef>> Handle(CreateFirstAdministrator command, Act act)
    {
        // Of twenty who open the link at once one gets in: the rest wait here and then find the token used.
        await Administrators.Lock(act);
        var hash = Secret.Hash(command.Token);
        var token = await act.Db.SetupTokens.ForUpdate().SingleOrDefaultAsync(t => t.TokenHash == hash, act.Ct);
        if (token is null || token.UsedAt is not null || token.ExpiresAt <= act.Now) return SetupErrors.LinkOver;
        if (await Administrators.AnyBut(act, null)) return SetupErrors.Done;
        token.UsedAt = act.Now;
        await act.BeginSetup();
        return await Make(act, command.Name, command.Email, command.Password, command.Language, "setup link");
    }

    public static async Task<Result<PersonRef>> Handle(CreateAdministrator command, Act act)
    {
        await Administrators.Lock(act);
        // The first one comes to an empty school; whoever comes later finds it set up.
        if (!await Administrators.AnyBut(act, null)) await act.BeginSetup();
        return await Make(act, command.Name, command.Email, command.Password, command.Language, "command line");
    }

    private static async Task<Result<PersonRef>> Make(Act act, string name, string email, string password, string language, string reason)
    {
        if (Passwords.Objection(password, "password", email, name) is { } objection) return objection;
        var address = Account.Tidy(email);
        if (await act.Db.Accounts.AnyAsync(a => a.Email == address, act.Ct)) return AccountErrors.EmailTaken;
        // One field for the whole name (no more is asked at setup); the last word is the family's until the person says otherwise.
        var cut = name.Trim().LastIndexOf(' ');
        var person = new Person
        {
            GivenName = cut < 0 ? name : name.Trim()[..cut],
            FamilyName = cut < 0 ? "" : name.Trim()[(cut + 1)..],
            DisplayName = name,
            Language = language,
            CreatedAt = act.Now,
        };
        var account = new Account { PersonId = person.Id, Email = address, CreatedAt = act.Now };
        account.SetPassword(act.Get<Passwords>().Hash(password), act.Now);
        account.Verify(act.Now);   // there may be no mail yet; who holds the link owns the machine
        act.Db.People.Add(person);
        act.Db.Accounts.Add(account);
        act.Db.RoleAssignments.Add(new RoleAssignment { PersonId = person.Id, Role = Role.Administrator, FromAt = act.Now, Reason = reason, CreatedAt = act.Now });
        act.Publish(new PersonRegistered(person.Id, person.DisplayName, person.Language));
        return new PersonRef(person.Id, account.Id, person.DisplayName);
    }
}

/// <summary>What can be refused at setup.</summary>
public static class SetupErrors
{
    public static readonly Refusal LinkOver = Refusal.Gone("identity.setup.link_over");
    public static readonly Refusal Done = Refusal.Conflict("identity.setup.done");
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>Changes one's own names, language and zone (A1).</summary>
[Requires(IdentityPermissions.OwnAccount)]
public sealed record ChangeProfile(
    [Required, StringLength(100, MinimumLength = 1)] string GivenName,
    [Required(AllowEmptyStrings = true), StringLength(100)] string FamilyName,
    [Required, StringLength(200, MinimumLength = 1)] string DisplayName,
    [StringLength(200)] string? LatinName,
    [Required, AllowedValues("en", "el", "ar")] string Language,
    [StringLength(60)] string? Zone,
    [StringLength(2000)] string? About);

/// <summary>Changes what is written about somebody.</summary>
[Requires(IdentityPermissions.CreatePeople)]
public sealed record ChangePerson(Guid PersonId, [Required] ChangeProfile Profile);

/// <summary>How people are changed.</summary>
public static class ChangingPeople
{
    public static Task<Result<Done>> Handle(ChangeProfile command, Act act) => Change(act, act.Actor.PersonId ?? Guid.Empty, command);

    public static Task<Result<Done>> Handle(ChangePerson command, Act act) => Change(act, command.PersonId, command.Profile);

    private static async Task<Result<Done>> Change(Act act, Guid id, ChangeProfile profile)
    {
        if (PersonErrors.UnknownZone(profile.Zone) is { } zone) return zone;
        var person = await act.Db.People.SingleOrDefaultAsync(p => p.Id == id, act.Ct);
        if (person is null) return PersonErrors.NotFound;
        if (act.CheckVersion(person.Version) is { } stale) return stale;
        (person.GivenName, person.FamilyName, person.DisplayName) = (profile.GivenName, profile.FamilyName, profile.DisplayName);
        (person.LatinName, person.Language, person.Zone, person.About) = (profile.LatinName, profile.Language, profile.Zone, profile.About);
        return Done.It;
    }
}

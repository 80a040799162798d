using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Setup;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics;

/// <summary>Makes the school and its first administrator in one act, by the one-time link. Everything else is asked later, in the settings.</summary>
[Open("one-time set-up link")]
public sealed record SetUpSchool(
    [property: JsonIgnore, Required, StringLength(100)] string Token,
    [Required, StringLength(200, MinimumLength = 1)] string Name,
    [Required, EmailAddress, StringLength(254)] string Email,
    [property: JsonIgnore, Required, StringLength(1000)] string Password,
    [Required, StringLength(120, MinimumLength = 1)] string School,
    [Required] string Zone,
    [Required, AllowedValues("en", "el", "ar")] string Language = "en");

/// <summary>Carries out <see cref="SetUpSchool"/>.</summary>
public static class SettingUpSchools
{
    public static async Task<Result<Done>> Handle(SetUpSchool command, Act act)
    {
        if (!Zones.Knows(command.Zone)) return InstitutionErrors.UnknownZone;
        // The administrator first: it holds the lock on the link, so that of two who send the form at once one finds it used.
        var administrator = await act.Run(new CreateFirstAdministrator(command.Token, command.Name, command.Email, command.Password, command.Language), SettingUp.Handle);
        if (!administrator.Ok) return administrator.Refusal;
        if (await act.Db.Institutions.AnyAsync(act.Ct)) return Done.It;   // a school whose last administrator was lost keeps its name
        var name = command.School.Trim();
        act.Db.Institutions.Add(new Institution
        {
            Name = LocalizedName.Of(name, Lyceum.Platform.Localization.Language.Find(command.Language)),
            ShortName = name.Length <= 40 ? name : name[..40].TrimEnd(),
            Zone = command.Zone,
        });
        return Done.It;
    }
}

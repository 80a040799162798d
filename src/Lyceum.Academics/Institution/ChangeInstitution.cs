using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics;

/// <summary>
/// Changes what the school says of itself, all of it at once. A school whose administrator came by the command line, not by the set-up link, gets its name here.
/// </summary>
[Requires(AcademicsPermissions.ManageInstitution)]
public sealed record ChangeInstitution(
    [Required, Named(120)] LocalizedName Name,
    [Required, StringLength(40, MinimumLength = 1)] string ShortName,
    [Required] string Zone,
    [Required, RegularExpression("^[A-Z]{3}$", ErrorMessage = "academics.field.currency")] string Currency)
{
    [StringLength(300)] public string? Address { get; init; }
    [EmailAddress, StringLength(200)] public string? HelpAddress { get; init; }
    [Named(120)] public LocalizedName? Tagline { get; init; }
    [Named(600)] public LocalizedName? Lead { get; init; }
}

/// <summary>Carries out <see cref="ChangeInstitution"/>.</summary>
public static class ChangingInstitution
{
    public static async Task<Result<InstitutionView>> Handle(ChangeInstitution command, Act act)
    {
        if (!Zones.Knows(command.Zone)) return InstitutionErrors.UnknownZone;
        var school = await act.Db.Institutions.ForUpdate().SingleOrDefaultAsync(act.Ct);
        if (school is null)
        {
            // There is no row yet to lock: of two at once the index institution_only_one refuses the second, as stale.
            school = new Institution { Name = command.Name, ShortName = "", Zone = command.Zone };
            act.Db.Institutions.Add(school);
        }
        else if (act.CheckVersion(school.Version) is { } stale) return stale;
        (school.Name, school.ShortName, school.Zone, school.Currency) = (command.Name, command.ShortName.Trim(), command.Zone, command.Currency);
        (school.Address, school.HelpAddress) = (Given(command.Address), Given(command.HelpAddress));
        (school.Tagline, school.Lead) = (command.Tagline, command.Lead);
        act.Get<InstitutionCard>().Forget();
        return school.ToView();
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

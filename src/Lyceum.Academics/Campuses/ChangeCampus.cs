using System.ComponentModel.DataAnnotations;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Campuses;

/// <summary>What a campus says of itself.</summary>
public sealed record CampusDetails(
    [Required, RegularExpression("^[a-z0-9-]{1,40}$", ErrorMessage = "academics.field.code")] string Code,
    [Required, Named(120)] LocalizedName Name,
    [StringLength(300)] string? Address = null,
    [StringLength(60)] string? Zone = null,
    CampusState State = CampusState.Open);

/// <summary>Adds a place where the school teaches.</summary>
[Requires(AcademicsPermissions.ManageInstitution)]
public sealed record AddCampus([Required] CampusDetails Campus);

/// <summary>Changes what a campus says of itself; archives it, or opens it again.</summary>
[Requires(AcademicsPermissions.ManageInstitution)]
public sealed record ChangeCampus(Guid CampusId, [Required] CampusDetails Campus);

/// <summary>Carries out <see cref="AddCampus"/> and <see cref="ChangeCampus"/>.</summary>
public static class ChangingCampuses
{
    public static Task<Result<CampusView>> Handle(AddCampus command, Act act)
    {
        if (Unknown(command.Campus.Zone)) return Task.FromResult<Result<CampusView>>(InstitutionErrors.UnknownZone);
        var campus = new Campus { Id = act.NewId(), Code = command.Campus.Code, Name = command.Campus.Name, CreatedAt = act.Now };
        Fill(campus, command.Campus);
        act.Db.Campuses.Add(campus);
        Result<CampusView> made = campus.ToView();
        return Task.FromResult(made.Created($"/api/v1/campuses/{campus.Id}"));
    }

    public static async Task<Result<CampusView>> Handle(ChangeCampus command, Act act)
    {
        if (Unknown(command.Campus.Zone)) return InstitutionErrors.UnknownZone;
        var campus = await act.Db.Campuses.ForUpdate().SingleOrDefaultAsync(c => c.Id == command.CampusId, act.Ct);
        if (campus is null) return CampusErrors.NotFound;
        if (act.CheckVersion(campus.Version) is { } stale) return stale;
        (campus.Code, campus.Name) = (command.Campus.Code, command.Campus.Name);
        Fill(campus, command.Campus);
        return campus.ToView();
    }

    private static void Fill(Campus campus, CampusDetails given) =>
        (campus.Address, campus.Zone, campus.State) = (Given(given.Address), Given(given.Zone), given.State);

    private static bool Unknown(string? zone) => Given(zone) is { } given && !Zones.Knows(given);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

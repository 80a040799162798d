using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Campuses;

/// <summary>Reads of campuses; one statement.</summary>
public static class CampusQueries
{
    private const int Most = 200;

    /// <summary>The campuses, in the order of their codes; those given up too where they are asked for.</summary>
    public static async Task<Result<CampusList>> List(LyceumDb db, bool archived, CancellationToken ct) =>
        new CampusList([.. (await db.Campuses.AsNoTracking().Where(c => archived || c.State == CampusState.Open).OrderBy(c => c.Code).Take(Most).ToListAsync(ct)).Select(c => c.ToView())]);

    /// <summary>One campus.</summary>
    public static async Task<Result<CampusView>> Read(Guid id, LyceumDb db, CancellationToken ct) =>
        await db.Campuses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } campus ? campus.ToView() : CampusErrors.NotFound;
}

internal static class CampusRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var campuses = api.MapGroup("/campuses").WithTags("Campuses");
        campuses.MapGet("/", (LyceumDb db, CancellationToken ct) => CampusQueries.List(db, archived: false, ct))
            .Open("where the school teaches stands on its landing page").WithSummary("The places where the school teaches.");
        campuses.MapGet("/{id:guid}", CampusQueries.Read).Requires(AcademicsPermissions.ManageInstitution);
        campuses.MapPost("/", (CampusDetails body, Door door) => door.Run(new AddCampus(body), ChangingCampuses.Handle)).Does<AddCampus>();
        campuses.MapPut("/{id:guid}", (Guid id, CampusDetails body, Door door) => door.Run(new ChangeCampus(id, body), ChangingCampuses.Handle)).Does<ChangeCampus>();
    }
}

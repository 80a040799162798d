using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics;

internal static class InstitutionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/institution", Read).Open("the name and words of the school stand on its landing page");
        api.MapPut("/institution", async (ChangeInstitution body, Door door, InstitutionCard card) =>
        {
            var result = await door.Run(body, ChangingInstitution.Handle);
            card.Forget();   // after the commit: a page drawn meanwhile may have read the old one
            return result;
        }).Does<ChangeInstitution>();
    }

    private static async Task<Result<InstitutionView>> Read(LyceumDb db, InstitutionCard card, CancellationToken ct) =>
        await card.Read(db, ct) is { } school ? school : InstitutionErrors.NotFound;
}

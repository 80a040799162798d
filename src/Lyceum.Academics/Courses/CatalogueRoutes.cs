using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics.Courses;

internal static class CatalogueRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var courses = api.MapGroup("/courses");
        courses.MapGet("/", CatalogueQueries.List).Open("the catalogue of published courses is public");
    }
}

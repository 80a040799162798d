using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics.Terms;

internal static class TermRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var terms = api.MapGroup("/terms");
        terms.MapGet("/", TermQueries.List).Requires(AcademicsPermissions.ManageSections);
        terms.MapGet("/{id:guid}", TermQueries.Read).Requires(AcademicsPermissions.ManageSections);
        terms.MapPost("/", (TermDetails body, Door door) => door.Run(new CreateTerm(body), CreatingTerms.Handle)).Does<CreateTerm>();
        terms.MapPut("/{id:guid}", (Guid id, TermDetails body, Door door) => door.Run(new ChangeTerm(id, body), ChangingTerms.Handle)).Does<ChangeTerm>();
        terms.MapPost("/{id:guid}/opening", (Guid id, Door door) => door.Run(new OpenTerm(id), MovingTerms.Open)).Does<OpenTerm>();
        terms.MapPost("/{id:guid}/closing", (Guid id, Door door) => door.Run(new CloseTerm(id), MovingTerms.Close)).Does<CloseTerm>();
    }
}

using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Lyceum.Identity.IdentityPermissions;

namespace Lyceum.Identity.Acting;

/// <summary>Why one wants to act for the person.</summary>
public sealed record ActingReason(string Reason);

internal static class ActingRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/people/{id:guid}/impersonation", async (Guid id, ActingReason b, HttpContext http, Door door, SessionCache cache) =>
        {
            var begun = await door.Run(new ActFor(id, b.Reason), ActingFor.Handle, http.RequestAborted);
            if (begun.Ok) Begun(http, cache, begun.Value);
            return begun;
        }).Does<ActFor>().WithTags("People").WithSummary("Acts for this person for ten minutes in the browser the request comes from.");
        api.MapGet("/people/{id:guid}/impersonations", ActingQueries.Of).Requires(ManageAccounts).WithTags("People");
        api.MapGet("/me/impersonations", ActingQueries.Mine).Requires(OwnAccount).WithTags("Me");
        api.MapDelete("/me/impersonation", End).Does<EndActing>().WithTags("Me").WithSummary("Ends acting for somebody; one is oneself again.");
    }

    /// <summary>The button in the banner. Guarded against other sites by Fetch Metadata; the worst a forged one could do is end it.</summary>
    public static void MapWeb(IEndpointRouteBuilder web) => web.MapPost("/acting/end", Leave).Does<EndActing>().ExcludeFromDescription();

    private static async Task<IResult> Leave(HttpContext http, Call call, Door door, SessionCache cache)
    {
        var person = http.Features.Get<SignedIn>()?.Acting?.PersonId;
        var ended = await End(http, call, door, cache);
        return ended.Ok ? TypedResults.LocalRedirect(person is null ? "/today" : $"/admin/people/{person}?done=acting_ended") : ended;
    }

    /// <summary>What a browser is told when it begins: the next request is the other person's.</summary>
    public static void Begun(HttpContext http, SessionCache cache, ActingView acting)
    {
        cache.Drop(acting.ById);   // the next request is here before the signal
        SessionCookie.WriteActing(http, acting.Id);
    }

    private static async Task<Result<Done>> End(HttpContext http, Call call, Door door, SessionCache cache)
    {
        call.StillHolds = null;   // it is for whoever acts, not for the other person; and two that both hold the row would wait for each other
        var ended = await door.Run(new EndActing(), ActingFor.Handle, http.RequestAborted);
        if (!ended.Ok) return ended;
        if (call.Actor.ActingId is { } by) cache.Drop(by);
        SessionCookie.ClearActing(http);
        return ended;
    }
}

using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Identity.SignIns;

internal static class SignInRoutes
{
    public static void Map(IEndpointRouteBuilder web) => web.MapPost("/sign-out", Leave).Does<SignOut>().ExcludeFromDescription();

    /// <summary>The form in the sidebar. Guarded against other sites by Fetch Metadata; the worst a forged one could do is sign out.</summary>
    private static async Task<IResult> Leave(HttpContext http, Call call, Door door, SessionCache cache)
    {
        call.StillHolds = null;   // whoever acts for somebody signs themselves out, and that ends it
        var left = await door.Run(new SignOut(), EndingSessions.Handle, http.RequestAborted);
        if (!left.Ok) return left;
        if (http.Features.Get<SignedIn>()?.Actor.PersonId is { } person) cache.Drop(person);
        SessionCookie.Clear(http);
        SessionCookie.ClearActing(http);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";   // the next person at this computer presses "back"
        return TypedResults.LocalRedirect("/sign-in?left=1");
    }
}

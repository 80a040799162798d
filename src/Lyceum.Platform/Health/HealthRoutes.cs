using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Health;

/// <summary>
/// For load balancers and supervisors. One route each answers with and without the last slash, GET and HEAD. They end before session, language and limits
/// are looked at: a probe must tell about the process, not about them.
/// </summary>
internal static class HealthRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder web)
    {
        web.MapMethods("/livez", Methods, (HttpContext http) => Answer(http, null)).ShortCircuit().Open("a supervisor asks whether the process lives").ExcludeFromDescription();
        web.MapMethods("/readyz", Methods, async (HttpContext http, Readiness readiness) => await Answer(http, await readiness.WhyNot(http.RequestAborted)))
            .ShortCircuit().Open("a load balancer asks whether to send people here; why not is for operators").ExcludeFromDescription();
    }

    public static void MapApi(RouteGroupBuilder api) => api.MapGet("/ops/health", HealthQueries.Read).Requires(PlatformPermissions.Operate);

    private static Task Answer(HttpContext http, string? reason)
    {
        http.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/plain; charset=utf-8";
        var body = reason is null ? "ok\n"u8.ToArray() : "not ready\n"u8.ToArray();
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}

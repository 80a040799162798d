using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Lyceum.Platform.Telemetry;

internal static class MetricsRoutes
{
    public static void Map(IEndpointRouteBuilder web) =>
        web.MapGet("/metrics", Read).ShortCircuit().Open("for this machine, or for whoever holds METRICS_TOKEN; anyone else is told that there is nothing").ExcludeFromDescription();

    private static Task Read(HttpContext http, Metrics metrics, IConfiguration configuration)
    {
        if (!Allowed(http, configuration["METRICS_TOKEN"])) return Problems.Write(http, PlatformErrors.NotFound);
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(metrics.Write(), http.RequestAborted);
    }

    internal static bool Allowed(HttpContext http, string? token)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (token is { Length: > 0 } && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[7..].Trim()), Encoding.UTF8.GetBytes(token));
        // Behind a proxy on this machine everybody comes from loopback; what it forwards carries the mark.
        return http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Lyceum.Platform.Telemetry;

/// <summary>One line a request: which route, how long, who by id. Never the address itself, a name, or a query: they may hold personal data.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task Invoke(HttpContext http, Call call)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            // The exception handler takes the endpoint away before it answers; its feature remembers it.
            var endpoint = http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? (endpoint is null ? "(none)" : endpoint.DisplayName ?? "(file)");
            // Probes come every few seconds and say nothing.
            if (route is not ("/livez" or "/readyz" or "/metrics") || http.Response.StatusCode >= 500)
                LogRequest(http.Request.Method, route, http.Response.StatusCode, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1), call.RequestId, call.Actor.Label);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, EventName = "request", Message = "{Method} {Route} {Status} in {Milliseconds} ms, request {RequestId}, {Actor}")]
    private partial void LogRequest(string method, string route, int status, double milliseconds, string requestId, string actor);
}

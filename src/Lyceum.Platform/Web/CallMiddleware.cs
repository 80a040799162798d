using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Web;

/// <summary>Fills the <see cref="Call"/> of a request: request id, client, idempotency key, expected version. The actor is Identity's to fill.</summary>
internal sealed class CallMiddleware(RequestDelegate next)
{
    public Task Invoke(HttpContext http, Call call)
    {
        call.RequestId = http.TraceIdentifier = Guid.CreateVersion7().ToString("n");
        call.Channel = IsApi(http) ? "api" : "web";
        call.ClientAddress = http.Connection.RemoteIpAddress;
        call.UserAgent = http.Request.Headers.UserAgent.ToString() is { Length: > 300 } longer ? longer[..300] : http.Request.Headers.UserAgent.ToString();
        call.ExpectedVersion = ETags.Expected(http);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 0)
        {
            if (!Idempotency.IsKey(key)) return Problems.Write(http, PlatformErrors.Unreadable);
            call.IdempotencyKey = key;
        }
        return next(http);
    }

    public static bool IsApi(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/openapi")
        || (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            && MediaTypeHeaderValue.TryParse(http.Request.ContentType ?? "", out var type) && type.MediaType == "application/json");
}

using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Web;

/// <summary>
/// Headers of every answer of the main origin. No inline script or style, nothing from elsewhere; <c>data:</c> only for the tick and the arrow of the base style sheet;
/// pictures and media also from the content origin, where what people upload lives.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, Origins origins)
{
    private readonly string _csp =
        $"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: {origins.Content}; media-src 'self' {origins.Content}; frame-src {origins.Content}; " +
        "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task Invoke(HttpContext http)
    {
        // At the start of the answer, not now: the exception handler clears what was set before the fault.
        http.Response.OnStarting(static state =>
        {
            var (guard, context) = ((SecurityHeaders, HttpContext))state;
            guard.Set(context);
            return Task.CompletedTask;
        }, (this, http));
        return next(http);
    }

    private void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers["X-Request-Id"] = http.TraceIdentifier;
        if (headers.ContentSecurityPolicy.Count > 0) return;   // the content origin has stricter ones of its own
        headers.ContentSecurityPolicy = _csp;
        // Browsers keep a 410 or a moved address for good where nothing forbids it: in the language and theme it was first seen in, and after the page is back.
        if (headers.CacheControl.Count == 0 && http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true) headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }
}

/// <summary>The two addresses of an installation: the school, and the other host from which uploaded content is served (cookies ignore ports, so the host must differ).</summary>
public sealed record Origins(string Main, string Content);

using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Web;

/// <summary>
/// An unsafe request that rides on a cookie must come from our own pages: <c>Sec-Fetch-Site: same-origin</c> (or <c>none</c>, typed by the user), or an Origin that is ours.
/// Requests with a bearer token carry no ambient right and are exempt. (Fetch Metadata, W3C; OWASP CSRF cheat sheet.)
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, Origins origins)
{
    public Task Invoke(HttpContext http)
    {
        var request = http.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return next(http);
        if (!request.Headers.Cookie.Any() || request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return next(http);

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var allowed = site is "same-origin" or "none" || (site.Length == 0 && IsOurs(request));
        return allowed ? next(http) : Problems.Write(http, PlatformErrors.CrossSite);
    }

    private bool IsOurs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && (origin == origins.Main || origin == $"{request.Scheme}://{request.Host}");
    }
}

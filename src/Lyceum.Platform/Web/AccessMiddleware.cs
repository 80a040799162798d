using Lyceum.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Web;

/// <summary>
/// Answers 401 or 403 from the endpoint's rule before any body is read. A page sends a visitor to sign in and back; the API answers problem+json.
/// The door checks again: a job or CLI verb never comes this way.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next)
{
    public Task Invoke(HttpContext http, Call call)
    {
        if (http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAccessRule>()?.Permission is not { } permission || call.Actor.May(permission)) return next(http);
        if (CallMiddleware.IsApi(http) || !HttpMethods.IsGet(http.Request.Method)) return Problems.Write(http, call.Actor.SignedIn ? PlatformErrors.NotAllowed : PlatformErrors.NotSignedIn);
        if (!call.Actor.SignedIn)
        {
            http.Response.Redirect("/sign-in?return=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));
            return Task.CompletedTask;
        }
        http.Response.StatusCode = StatusCodes.Status403Forbidden;   // the error page is drawn by the status-page middleware
        return Task.CompletedTask;
    }
}

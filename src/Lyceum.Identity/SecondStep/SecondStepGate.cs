using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.SecondStep;

/// <summary>On a page or route that somebody who still owes a second step needs to set it up.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class BeforeSecondStepAttribute : Attribute;

/// <summary>
/// Leads whoever owes a second step to the page where it is set up, before anything that asks for a permission; programs are told by a code of its own.
/// What is open to visitors stays open. It only shows the way: the actor of such a session holds nothing but their own account (<see cref="SessionReader"/>).
/// </summary>
internal sealed class SecondStepGate(RequestDelegate next)
{
    public const string Page = "/account/second-step";

    public Task Invoke(HttpContext http, Call call)
    {
        if (http.Features.Get<SignedIn>() is not { OwesSecondStep: true } || http.GetEndpoint()?.Metadata is not { } about
            || about.GetMetadata<IAccessRule>()?.Permission is null || about.GetMetadata<BeforeSecondStepAttribute>() is not null) return next(http);
        if (call.Channel == "api" || !HttpMethods.IsGet(http.Request.Method)) return Problems.Write(http, SecondStepErrors.Required);
        http.Response.Redirect($"{Page}?return={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        return Task.CompletedTask;
    }
}

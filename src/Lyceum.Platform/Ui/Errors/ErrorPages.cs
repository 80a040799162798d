using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Ui;

/// <summary>Error pages for people. Programs get problem+json elsewhere.</summary>
public static class ErrorPages
{
    /// <summary>The page for a status as a result, in the layout and language of the request.</summary>
    public static IResult For(int status, string? reason = null) =>
        new RazorComponentResult<ErrorDocument>(new { Status = status, Reason = reason }) { StatusCode = status };

    /// <summary>
    /// Draws the page for an answer of 400 or more that has no body and goes to a reader of HTML outside <c>/api</c>. The framework refuses a post to a page (no token,
    /// no such form on it any more) after it has said what kind of text follows, and writes none: that too would be an empty window.
    /// Place it after the shell is filled and before routing's endpoints.
    /// </summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength > 0 || (response.ContentType is { } type && type != "text/plain" && !type.StartsWith("text/html", StringComparison.Ordinal)) || !WantsPage(context.Request)) return;
        await Draw(context);
    });

    /// <summary>
    /// A page may have begun to render before it found that there is nothing: its renderer and headers belong to its scope and cannot be
    /// used a second time, so the error is drawn in a fresh one.
    /// </summary>
    private static async Task Draw(HttpContext context)
    {
        context.Response.Headers.Remove("blazor-enhanced-nav");
        var outer = context.RequestServices;
        await using var scope = outer.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestLanguage>().Value = outer.GetRequiredService<RequestLanguage>().Value;
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await For(context.Response.StatusCode).ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = outer;
        }
    }

    /// <summary>Whether the reader of this answer is a person with a browser.</summary>
    public static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Web;

/// <summary>
/// An error body (RFC 9457). <c>code</c> is stable and made for programs, <c>title</c> is in the reader's language;
/// <c>errors</c> lists every field at once; <c>requestId</c> finds the request in the log.
/// </summary>
public sealed record Problem(string Type, string Title, int Status, string Code, string RequestId, IReadOnlyList<FieldProblem>? Errors = null);

/// <summary>One field's error in a problem body.</summary>
public sealed record FieldProblem(string Field, string Code, string Message);

/// <summary>The one place that turns a refusal into problem+json.</summary>
public static class Problems
{
    /// <summary>Writes the refusal; sets Retry-After where waiting helps and WWW-Authenticate on 401 (RFC 9110 §11.6.1).</summary>
    public static Task Write(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = refusal.Status;
        switch (refusal)
        {
            case TooManyRefusal tooMany: http.Response.Headers.RetryAfter = Seconds(tooMany.RetryAfter); break;
            case UnavailableRefusal away: http.Response.Headers.RetryAfter = Seconds(away.RetryAfter); break;
            case NotSignedInRefusal: http.Response.Headers.WWWAuthenticate = "Bearer"; break;
        }
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(Of(http, refusal), Json.Options, "application/problem+json", http.RequestAborted);
    }

    /// <summary>The body of a refusal, in the reader's language.</summary>
    public static Problem Of(HttpContext http, Refusal refusal)
    {
        var texts = http.RequestServices.GetRequiredService<Texts>();
        var call = http.RequestServices.GetRequiredService<Call>();
        IReadOnlyList<FieldProblem>? errors = refusal.Fields.Count == 0 ? null
            : [.. refusal.Fields.Select(f => new FieldProblem(f.Field, f.Code, texts[f.Code, f.Args]))];
        return new Problem($"/docs/errors#{refusal.Code}", texts[refusal.Code, [.. refusal.Args]], refusal.Status, refusal.Code, call.RequestId, errors);
    }

    private static string Seconds(TimeSpan wait) => ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

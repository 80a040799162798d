using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform.Web;

/// <summary>Entity tags from row versions: <c>"7"</c> is version 7 (RFC 9110 §8.8.3).</summary>
internal static class ETags
{
    /// <summary>Sets the ETag; when the caller already has this version of a GET, answers 304 and returns true.</summary>
    public static bool Answers304(HttpContext http, int version)
    {
        var tag = $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
        http.Response.Headers.ETag = tag;
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Headers.IfNoneMatch != tag) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The version in <c>If-Match</c>, or null where there is none or it is not one of ours.</summary>
    public static int? Expected(HttpContext http) =>
        int.TryParse(http.Request.Headers.IfMatch.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}

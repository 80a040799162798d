using System.Globalization;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lyceum.Platform.Files;

/// <summary>
/// The other host of the installation: serves uploaded content under signed links and nothing else, so that what people upload shares no cookie
/// and no origin with the school. A request is its own by host name, or by port where the two differ only in that.
/// </summary>
internal sealed class ContentOrigin
{
    private const string Prefix = "/f/";
    private readonly RequestDelegate _next;
    private readonly FileStore _store;
    private readonly FileLinks _links;
    private readonly Uri _content;
    private readonly int? _port;
    private readonly string _headersFor;

    public ContentOrigin(RequestDelegate next, FileStore store, FileLinks links, Origins origins)
    {
        (_next, _store, _links, _content) = (next, store, links, new Uri(origins.Content));
        var main = new Uri(origins.Main);
        // Cookies ignore ports: on one host name, uploaded pages would be sent the session.
        if (string.Equals(main.Host, _content.Host, StringComparison.OrdinalIgnoreCase)) throw new InvalidOperationException($"The content origin needs a host name of its own: {origins.Content} shares that of {origins.Main}.");
        _port = main.Port == _content.Port ? null : _content.Port;
        _headersFor = $"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; frame-ancestors {origins.Main}";
    }

    public Task Invoke(HttpContext http)
    {
        if (!IsOurs(http)) return _next(http);
        var headers = http.Response.Headers;
        headers.Remove(HeaderNames.XFrameOptions);
        headers.ContentSecurityPolicy = _headersFor + "; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers["Referrer-Policy"] = "no-referrer";

        var request = http.Request;
        if (request.Cookies.Keys.Any(k => k.TrimStart('_').Replace("Host-", "", StringComparison.Ordinal) == "lyceum")) return Problems.Write(http, FileErrors.WrongHost);
        if (!request.Path.StartsWithSegments("/f", StringComparison.Ordinal) || request.Path.Value!.Length <= Prefix.Length) return Problems.Write(http, PlatformErrors.NotFound);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return Problems.Write(http, PlatformErrors.NotFound);
        var grant = _links.Read(request.Path.Value[Prefix.Length..]);
        return grant.Ok ? Serve(http, grant.Value) : Problems.Write(http, grant.Refusal);
    }

    private async Task Serve(HttpContext http, FileGrant grant)
    {
        var headers = http.Response.Headers;
        // Several ranges at once make a multipart answer that can be far larger than the file (CVE-2011-3192); players ask for one.
        if (http.Request.Headers.Range.ToString().Contains(',', StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return;
        }
        var content = await _store.Open(grant.Hash, http.RequestAborted);
        if (!content.Ok)
        {
            await Problems.Write(http, content.Refusal);
            return;
        }

        var inline = !grant.Download && FileKind.IsInline(grant.MediaType);
        var disposition = new ContentDispositionHeaderValue(inline ? "inline" : "attachment");
        disposition.SetHttpFileName(grant.Name);
        headers.ContentDisposition = disposition.ToString();
        // Browsers refuse to start their PDF viewer in a sandboxed document; PDF has no access to the origin it comes from.
        if (inline && grant.MediaType == "application/pdf") headers.ContentSecurityPolicy = _headersFor + "; object-src 'self'";
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={(int)grant.Left.TotalSeconds}, immutable");
        var type = grant.MediaType.StartsWith("text/", StringComparison.Ordinal) ? grant.MediaType + "; charset=utf-8" : grant.MediaType;
        await TypedResults.Stream(content.Value, type, entityTag: new EntityTagHeaderValue($"\"{grant.Hash}\""), enableRangeProcessing: true).ExecuteAsync(http);
    }

    private bool IsOurs(HttpContext http) =>
        (_port is { } port && http.Connection.LocalPort == port)
        || (string.Equals(http.Request.Host.Host, _content.Host, StringComparison.OrdinalIgnoreCase) && (_port is null || http.Request.Host.Port == _content.Port));
}

/// <summary>Places the content origin in the pipeline.</summary>
internal static class ContentOriginPipeline
{
    /// <summary>Before routing: on the content origin no page, API or static file exists.</summary>
    public static IApplicationBuilder UseContentOrigin(this IApplicationBuilder app) => app.UseMiddleware<ContentOrigin>();
}

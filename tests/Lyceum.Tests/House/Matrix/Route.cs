using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Lyceum.Platform.Security;
using Lyceum.Tests.Files;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>One method of one endpoint of the running host, with its declared rule.</summary>
internal sealed partial record Route(string Method, string Pattern, IAccessRule Rule, bool IsPage)
{
    public string Name => $"{Method} {Pattern}";

    public bool Reads => Method == "GET";

    public bool IsApi => Pattern.StartsWith("/api/v1/", StringComparison.Ordinal);

    public IEnumerable<string> Parameters => Parameter().Matches(Pattern).Select(m => m.Groups["name"].Value);

    /// <summary>The reach the rule's permission needs for somebody else's thing.</summary>
    public Reach ForOthers => (Reads ? null : Writes.Of(this)?.Others) ?? Objects.Of(Pattern)?.Others ?? Reach.Own;

    /// <summary>Every route of the host but its static files, probes and the framework's own. The posts of a page's own forms are walked apart.</summary>
    public static IReadOnlyList<Route> All(IServiceProvider services) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let rule = endpoint.Metadata.GetMetadata<IAccessRule>()
           where rule is not null && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null
           let page = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           where method is not ("HEAD" or "OPTIONS") && !(page && method != "GET")
           let route = new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), rule, page)
           where route.Pattern is not ("/livez" or "/readyz" or "/metrics") && !route.Pattern.StartsWith("/_", StringComparison.Ordinal)
           orderby route.Pattern, route.Method
           select route,
    ];

    /// <summary>The address with these things in it, and whether one of them is never made.</summary>
    public async Task<(string Address, bool Nothing)> At(Things things, string? kinds = null)
    {
        var (address, nothing) = (new StringBuilder(), false);
        var at = 0;
        foreach (Match m in Parameter().Matches(Pattern))
        {
            var kind = Kind(m.Groups["name"].Value, kinds);
            nothing |= kind == Objects.None;
            address.Append(Pattern, at, m.Index - at).Append(kind == Objects.None ? Guid.CreateVersion7().ToString() : Uri.EscapeDataString(await things.Of(kind)));
            at = m.Index + m.Length;
        }
        var query = Writes.Table.FirstOrDefault(w => w.Route.StartsWith(Name + "?", StringComparison.Ordinal))?.Route[Name.Length..] ?? (Name == "POST /api/v1/files" ? "?purpose=picture" : "");
        return (address.Append(Pattern[at..]).Append(query).ToString(), nothing);
    }

    /// <summary>An address of this pattern where nothing is.</summary>
    public string Nowhere() => Parameter().Replace(Pattern, _ => Guid.CreateVersion7().ToString()) + (Name == "POST /api/v1/files" ? "?purpose=picture" : "");

    /// <summary>An act's own kinds come first; what they leave out is as always.</summary>
    private string Kind(string parameter, string? kinds) =>
        Objects.KindOf(kinds?.Split(' ').Any(k => k.StartsWith(parameter + "=", StringComparison.Ordinal)) == true ? kinds : Objects.Of(Pattern)!.Kinds, parameter);

    /// <summary>The request that this walker makes of it: a program for the API, a browser for the rest.</summary>
    public HttpRequestMessage Request(string address, string body, Walker walker)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), address);
        if (Reads || body.Length == 0 && IsApi) return request;
        if (body == "@png")
        {
            var file = new ByteArrayContent(Samples.Png);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            request.Content = new MultipartFormDataContent { { file, "file", "dot.png" } };
        }
        else if (body == "@txt") request.Content = new MultipartFormDataContent { { new StringContent("celsius and fahrenheit", Encoding.UTF8, "text/plain"), "file", "a.txt" } };
        else if (body.StartsWith('{') && IsApi) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        else
        {
            var fields = body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=', 2)).Select(f => KeyValuePair.Create(f[0], f[1]));
            request.Content = new FormUrlEncodedContent(fields.Append(new("__form", walker.Browser.Token)));
        }
        return request;
    }

    /// <summary>The body with the things in it.</summary>
    public static async Task<string> Fill(string body, Things things)
    {
        foreach (var kind in Word().Matches(body).Select(m => m.Groups["kind"].Value).Distinct(StringComparer.Ordinal).OrderByDescending(k => k.Length))
            body = body.Replace("$" + kind, await things.Of(kind), StringComparison.Ordinal);
        return body;
    }

    [GeneratedRegex(@"\{\**(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\$(?<kind>[a-zA-Z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}

using System.Text.RegularExpressions;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>One method of one endpoint of the running host, with its declared rule.</summary>
internal sealed partial record Route(string Method, string Pattern, IAccessRule Rule, bool IsPage)
{
    public bool Reads => Method == "GET";

    public IEnumerable<string> Parameters => Parameter().Matches(Pattern).Select(m => m.Groups["name"].Value);

    /// <summary>Every route of the host but its static files, probes and the framework's own.</summary>
    public static IReadOnlyList<Route> All(IServiceProvider services) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let rule = endpoint.Metadata.GetMetadata<IAccessRule>()
           where rule is not null && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null
           let page = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           where method is not ("HEAD" or "OPTIONS")
           let route = new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), rule, page)
           where route.Pattern is not ("/livez" or "/readyz" or "/metrics") && !route.Pattern.StartsWith("/_", StringComparison.Ordinal)
           orderby route.Pattern, route.Method
           select route,
    ];

    /// <summary>The address with these things in it, and whether one of them was never made.</summary>
    public (string Address, bool Nothing) With(IReadOnlyDictionary<string, string> things)
    {
        var nothing = false;
        var address = Parameter().Replace(Pattern, m =>
        {
            var kind = Objects.Of(Pattern)!.KindOf(m.Groups["name"].Value);
            if (kind != Objects.None) return Uri.EscapeDataString(things[kind]);
            nothing = true;
            return Guid.CreateVersion7().ToString();
        });
        return (address, nothing);
    }

    [GeneratedRegex(@"\{\**(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}

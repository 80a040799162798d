using Lyceum.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Web;

/// <summary>How a route says who may use it. A route that says nothing stops the host at start.</summary>
public static class RouteRules
{
    /// <summary>The route carries out this command: it repeats the command's rule, so that 401 and 403 come before a body is read.</summary>
    public static RouteHandlerBuilder Does<TCommand>(this RouteHandlerBuilder route) where TCommand : notnull =>
        route.WithMetadata(AccessRules.Of(typeof(TCommand)), new CarriesOut(typeof(TCommand)));

    /// <summary>The route reads; this permission is needed.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, string permission) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequiresAttribute(permission));

    /// <summary>Anyone may use the route; the reason is part of the declaration.</summary>
    public static TBuilder Open<TBuilder>(this TBuilder route, string reason) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OpenAttribute(reason));

    /// <summary>Stops the host when an endpoint names neither a permission nor a reason to be open, or names a permission no module declared.</summary>
    public static void CheckEvery(EndpointDataSource endpoints, House house)
    {
        var known = house.Contributions.Permissions.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        List<string> wrong = [];
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.DisplayName?.Contains("Blazor Opaque Redirection", StringComparison.Ordinal) == true) continue;   // the framework's own; it only follows a redirect we issued
            var rule = endpoint.Metadata.GetMetadata<IAccessRule>();
            if (rule is null) wrong.Add($"{endpoint.DisplayName}: no [Requires] and no [Open(\"reason\")]");
            else if (rule.Permission is { } permission && !known.Contains(permission)) wrong.Add($"{endpoint.DisplayName}: permission {permission} is not declared by any module");
        }
        if (wrong.Count > 0) throw new InvalidOperationException("Routes without a rule:\n" + string.Join('\n', wrong));
    }
}

/// <summary>Which command a route carries out; read by the matrix test and the API reference.</summary>
public sealed record CarriesOut(Type Command);

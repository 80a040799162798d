using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lyceum.Platform.Web;

/// <summary>
/// Who may come is settled before what they bring. The framework chooses a route also by the kind of body it accepts: a request whose
/// <c>Content-Type</c> is missing or another one would be led past its route, and its access rule, to one that takes anything (404 by the fallback)
/// or to a bare 415. So routing is not told; the handler, which reads the body, says 415 to those who may.
/// </summary>
internal static class BodyLast
{
    public static TBuilder ReadBodyLast<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder
    {
        routes.Finally(endpoint =>
        {
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
            {
                endpoint.Metadata.Remove(accepts);
                endpoint.Metadata.Add(new Takes(accepts.ContentTypes));
            }
        });
        return routes;
    }
}

/// <summary>The kinds of body a route reads, for the API document.</summary>
internal sealed record Takes(IReadOnlyList<string> ContentTypes);

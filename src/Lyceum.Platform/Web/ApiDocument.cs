using System.Security.Cryptography;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Lyceum.Platform.Web;

/// <summary>
/// The document and its bytes, made once: routes do not change while a host runs, and the framework would make it anew for every reader.
/// Thread-safe; who comes while it is being made waits for the same one.
/// </summary>
internal sealed class ApiDocument([FromKeyedServices(OpenApi.Name)] IOpenApiDocumentProvider provider)
{
    private readonly Lazy<Task<Made>> _made = new(() => Make(provider));

    /// <summary>The document, its JSON and its entity tag.</summary>
    internal sealed record Made(OpenApiDocument Document, byte[] Json, EntityTagHeaderValue Tag);

    public Task<Made> Read() => _made.Value;

    /// <summary><c>GET /openapi/v1.json</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/openapi/{OpenApi.Name}.json", async (ApiDocument document) =>
    {
        var made = await document.Read();
        return TypedResults.Bytes(made.Json, "application/json", entityTag: made.Tag);
    }).Open("programs read what the interface offers before they have a token");

    private static async Task<Made> Make(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var bytes = json.ToArray();
        return new Made(document, bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }
}

using System.Globalization;
using System.Reflection;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Reference;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Lyceum.Platform.Web;

/// <summary>
/// The OpenAPI 3.1 document of everything under <c>/api/v1</c>, made from the routes themselves: who may call an operation is its access rule,
/// what it does is said by the command it carries out, its tag is the room that answers, its id the method and the path.
/// </summary>
internal static class OpenApi
{
    /// <summary>The name of the document, and of the service that makes it.</summary>
    public const string Name = "v1";

    private const string Bearer = "bearer", Session = "session", ProblemJson = "application/problem+json";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddSingleton<ApiDocument>().AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = d => d.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer(Describe);
        options.AddSchemaTransformer((schema, context, _) => Describe(schema, context));
    });

    /// <summary><c>GET /api/v1/people/{id}/roles</c> is <c>getPeopleByIdRoles</c>: it changes only when the address does.</summary>
    public static string IdOf(string method, string path)
    {
        var words = path.Split(['/', '-', '_'], StringSplitOptions.RemoveEmptyEntries).SkipWhile(w => w is "api" or "v1").Select(Word);
        return method.ToLowerInvariant() + string.Concat(words);

        static string Word(string part) => part.StartsWith('{') ? "By" + Upper(part.Trim('{', '}', '*').Split(':')[0]) : Upper(part);
        static string Upper(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Lyceum",
            Version = Name,
            Description = "Errors are application/problem+json (RFC 9457) with a stable `code`; /docs/errors lists every code. Lists are paged by cursor: pass `next` as `cursor`. "
                + "Repeat a request safely with the header `Idempotency-Key`; send the ETag back as `If-Match` so that nobody's change is overwritten.",
        };
        document.Servers = [];   // the address of the reader's own installation
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token made under “My account”, or the access token that `POST /api/v1/auth/token` gives an app for a quarter of an hour." },
            [Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "lyceum", Description = "The session of a signed-in browser; changes must come from our own pages." },
        };
        return Task.CompletedTask;
    }

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var rule = metadata.OfType<IAccessRule>().LastOrDefault();
        operation.OperationId = IdOf(context.Description.HttpMethod ?? "GET", context.Description.RelativePath ?? "");
        operation.Tags = new HashSet<OpenApiTagReference> { new(Room(metadata), context.Document) };
        operation.Summary = Summary(metadata);
        operation.Description = rule switch
        {
            { Permission: { } permission } => $"Needs the permission `{permission}`.",
            OpenAttribute open => $"Open to anyone: {open.Reason}.",
            _ => null,
        };
        operation.Security = rule?.Permission is null ? [] : [Needs(Bearer), Needs(Session)];
        if (operation.RequestBody is null && metadata.OfType<Takes>().LastOrDefault() is { } takes) operation.RequestBody = Upload(takes);

        OpenApiSecurityRequirement Needs(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

        operation.Responses ??= [];
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: ct);
        (int Status, string Means)[] problems = [.. Anybody, .. rule?.Permission is null ? [] : SignedIn, .. operation.RequestBody is null ? [] : WithBody];
        foreach (var (status, means) in problems)
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses.ContainsKey(key)) continue;
            operation.Responses[key] = new OpenApiResponse
            {
                Description = means,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemJson] = new() { Schema = problem } },
            };
        }
    }

    private static readonly (int Status, string Means)[] Anybody = [(400, "Bad Request"), (404, "Not Found"), (429, "Too Many Requests"), (503, "Service Unavailable")];
    private static readonly (int Status, string Means)[] SignedIn = [(401, "Unauthorized"), (403, "Forbidden")];
    private static readonly (int Status, string Means)[] WithBody = [(413, "Content Too Large"), (415, "Unsupported Media Type")];

    /// <summary>What the route says of itself, else what the source says of the command it carries out, else of the function that reads.</summary>
    private static string? Summary(IList<object> metadata) =>
        metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary
        ?? (metadata.OfType<CarriesOut>().LastOrDefault() is { } does ? CodeDocs.FirstSentence(does.Command) : null)
        ?? (metadata.OfType<MethodInfo>().LastOrDefault() is { } reads ? CodeDocs.FirstSentence(reads) : null);

    /// <summary>A body that is read as it arrives, with one file in it.</summary>
    private static OpenApiRequestBody Upload(Takes takes) => new()
    {
        Required = true,
        Content = takes.ContentTypes.ToDictionary(t => t, _ => new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        }, StringComparer.Ordinal),
    };

    /// <summary>The words of the source; and types that our converters write differently from what their properties say.</summary>
    private static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo?.AttributeProvider is MemberInfo member && CodeDocs.Of(member) is { } said) schema.Description ??= said;
        else if (context.JsonPropertyInfo is null && type.Namespace?.StartsWith("Lyceum", StringComparison.Ordinal) == true) schema.Description ??= CodeDocs.Of(type);
        if (type != typeof(LocalizedName)) return Task.CompletedTask;
        schema.Type = JsonSchemaType.Object;
        schema.Properties = null;
        schema.Required = null;
        schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        schema.Description = "A text by language code; en, el and ar are the languages of the school.";
        return Task.CompletedTask;
    }

    /// <summary>The room is the assembly whose code answers: <c>Lyceum.Academics</c> is <c>academics</c>.</summary>
    private static string Room(IEnumerable<object> metadata) =>
        (metadata.OfType<MethodInfo>().LastOrDefault()?.DeclaringType?.Assembly ?? typeof(OpenApi).Assembly).GetName().Name!.Split('.')[^1].ToLowerInvariant();
}

using Lyceum.Platform.Web;
using Microsoft.OpenApi;

namespace Lyceum.Platform.Reference;

/// <summary>One member of an address, a body or an answer: its type in the words of JSON, and what the source says of it (English).</summary>
public sealed record ApiField(string Name, string Type, bool Required, string? Means);

/// <summary>One operation as the reference shows it. Without a permission it is open to anyone.</summary>
internal sealed record ApiOperation(
    string Room, string Method, string Path, string Id, string? Summary, string? Permission,
    IReadOnlyList<ApiField> Takes, IReadOnlyList<ApiField> Body, string? BodyKind, string Status, IReadOnlyList<ApiField> Gives)
{
    /// <summary>The first word of the path: what the operation is about.</summary>
    public string Noun => Path.Split('/')[3];
}

/// <summary>The API document as rows for a page.</summary>
internal static class ApiReference
{
    private const int Deepest = 3;

    /// <summary>Every operation, by path and then in the order get, post, put, delete.</summary>
    public static IReadOnlyList<ApiOperation> Read(OpenApiDocument document) =>
    [
        .. from path in document.Paths.OrderBy(p => p.Key, StringComparer.Ordinal)
           from operation in path.Value.Operations ?? []
           orderby path.Key, Array.IndexOf(Order, operation.Key.Method)
           select Of(path.Key, operation.Key.Method, operation.Value),
    ];

    private static readonly string[] Order = ["GET", "POST", "PUT", "DELETE"];

    private static ApiOperation Of(string path, string method, OpenApiOperation operation)
    {
        var body = operation.RequestBody?.Content?.FirstOrDefault();
        var good = (operation.Responses ?? []).FirstOrDefault(r => r.Key[0] is '2');
        var gives = good.Value?.Content?.Values.FirstOrDefault()?.Schema;
        return new ApiOperation(
            operation.Tags?.FirstOrDefault()?.Reference.Id ?? "", method, path, operation.OperationId ?? "", operation.Summary,
            operation.Security is { Count: > 0 } ? operation.Description?.Split('`').ElementAtOrDefault(1) : null,
            [.. (operation.Parameters ?? []).Select(p => new ApiField(p.Name ?? "", $"{TypeOf(p.Schema)} · {p.In?.ToString().ToLowerInvariant()}", p.Required, p.Schema?.Description))],
            Members(body?.Value?.Schema), body?.Key, good.Key ?? "", Members(gives));
    }

    /// <summary>Members with those of nested records under a dotted name; of a list of records those of its rows.</summary>
    private static List<ApiField> Members(IOpenApiSchema? schema, string prefix = "", int depth = 0)
    {
        List<ApiField> fields = [];
        foreach (var (name, member) in Solid(schema)?.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            fields.Add(new ApiField(prefix + name, TypeOf(member), Solid(schema)!.Required?.Contains(name) == true, member.Description));
            var inner = Solid(member);
            var list = inner?.Items is not null;
            if (list) inner = Solid(inner!.Items);
            if (inner?.Properties is { Count: > 0 } && depth < Deepest) fields.AddRange(Members(inner, $"{prefix}{name}{(list ? "[]" : "")}.", depth + 1));
        }
        return fields;
    }

    /// <summary>The schema itself where it may also be null.</summary>
    private static IOpenApiSchema? Solid(IOpenApiSchema? schema) => schema?.OneOf?.FirstOrDefault(s => s.Type != JsonSchemaType.Null) ?? schema;

    private static string TypeOf(IOpenApiSchema? schema)
    {
        var solid = Solid(schema);
        if (solid is null) return "any";
        var maybe = solid != schema || solid.Type?.HasFlag(JsonSchemaType.Null) == true ? "?" : "";
        if (solid.Enum is { Count: > 0 } values) return string.Join(" | ", values.OfType<System.Text.Json.Nodes.JsonNode>().Select(v => v.ToString())) + maybe;
        if (solid.Items is not null) return TypeOf(solid.Items) + "[]" + maybe;
        var kind = solid.Type & ~JsonSchemaType.Null;
        var word = solid.Format ?? (kind is null or 0 ? "any" : kind.Value.ToString()!.ToLowerInvariant());
        return word + maybe;
    }
}

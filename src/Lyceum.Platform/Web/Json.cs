using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lyceum.Platform.Web;

/// <summary>The one JSON dialect of the house: camelCase, enums as camelCase strings, strict reading.</summary>
public static class Json
{
    /// <summary>Options for everything that is not an HTTP body: audit, jobs, events.</summary>
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Strict: required constructor parameters, nullable annotations, numbers as numbers, no unknown members, at most 16 levels.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 16;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;   // Greek and Arabic stay readable; bodies are served as application/json with nosniff
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}

using System.Globalization;
using System.Text.Json;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Audit;

/// <summary>Says what an entry keeps as JSON: instants in the reader's zone, people by name, yes and no, names in their languages; everything else as it is.</summary>
internal sealed class AuditValues(string entity, Texts texts, TimeZoneInfo zone, IReadOnlyDictionary<Guid, string> names)
{
    private const int Longest = 500;

    public string Say(JsonElement? values, string field)
    {
        if (values is not { ValueKind: JsonValueKind.Object } v || !v.TryGetProperty(field, out var value)) return texts["ui.none"];
        var text = value.ValueKind == JsonValueKind.String && Keys(field, value.GetString()!).FirstOrDefault(texts.Knows) is { } key ? texts[key] : Say(value);
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    /// <summary>Every identifier in these values: some of them are people.</summary>
    public static IEnumerable<Guid?> Ids(JsonElement? values) =>
        values is { ValueKind: JsonValueKind.Object } v ? v.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String && p.Value.TryGetGuid(out _)).Select(p => (Guid?)p.Value.GetGuid()) : [];

    /// <summary>Where a room may say a value that is one of few. Only of fields that hold nothing people typed: their words must never be taken for a key.</summary>
    private IEnumerable<string> Keys(string field, string value)
    {
        var (room, table) = entity.Split('.', 2) is [var r, var t] ? (r, t) : (entity, "");
        var word = SnakeCase.Of(value);
        return field switch
        {
            "state" => [$"{room}.{table.TrimEnd('s')}.state.{word}", $"{room}.{table}.state.{word}", $"{room}.state.{word}"],
            "kind" when table == "jobs" => [JobWords.Key(value)],
            "kind" or "duty" or "difficulty" or "reach" => [$"{room}.{field}.{word}"],
            "role" => [$"{room}.roles.{word}"],
            "permission" when value.Contains('.', StringComparison.Ordinal) => [value.Insert(value.IndexOf('.', StringComparison.Ordinal), ".permission")],
            _ => [],
        };
    }

    private string Say(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => texts["ui.none"],
        JsonValueKind.True => texts["platform.audit.yes"],
        JsonValueKind.False => texts["platform.audit.no"],
        JsonValueKind.Number => texts.Number(value.GetDecimal(), 6),
        JsonValueKind.String => Words(value),
        JsonValueKind.Array when value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) => string.Join(texts["ui.comma"], value.EnumerateArray().Select(i => i.GetString())),
        JsonValueKind.Object when value.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String && Language.Find(p.Name) is not null) =>
            string.Join('\n', value.EnumerateObject().Select(p => $"{Language.Find(p.Name)!.NativeName}: {p.Value.GetString()}")),
        _ => value.GetRawText(),
    };

    private string Words(JsonElement value)
    {
        var text = value.GetString()!;
        // Only what the house itself writes as a date: a title such as “2026” stays a title.
        if (text.Length == 10 && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return texts.Date(day);
        if (text.Length >= 20 && text[10] == 'T' && value.TryGetDateTimeOffset(out var at)) return texts.Exact(at, zone);
        return value.TryGetGuid(out var id) && names.TryGetValue(id, out var name) ? name : text;
    }
}

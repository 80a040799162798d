using System.Globalization;
using System.Text.Json;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;

namespace Lyceum.Platform.Notifications;

/// <summary>Turns the kept values of a notification back into what they were, so that the text writes them as the reader's language does.</summary>
internal static class NotificationText
{
    public static string Of(Texts texts, string key, string args, TimeZoneInfo zone)
    {
        using var json = JsonDocument.Parse(args);
        return texts[key, [.. json.RootElement.EnumerateObject().Select(p => (p.Name, Value(p.Value, texts, zone)))]];
    }

    private static object? Value(JsonElement value, Texts texts, TimeZoneInfo zone) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.Object => value.Deserialize<LocalizedName>(Json.Options),
        JsonValueKind.String => Word(value.GetString()!, texts, zone),
        JsonValueKind.Null => null,
        _ => value.ToString(),
    };

    private static object Word(string text, Texts texts, TimeZoneInfo zone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        if (text.Length >= 20 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return texts.DateTime(instant, zone);
        return text;
    }
}

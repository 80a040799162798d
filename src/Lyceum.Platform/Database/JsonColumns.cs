using System.Text.Json;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lyceum.Platform.Database;

/// <summary>Columns that EF keeps as one jsonb value.</summary>
public static class JsonColumns
{
    private static readonly ValueConverter<LocalizedName, string> Localized =
        new(n => JsonSerializer.Serialize(n, Json.Options), s => JsonSerializer.Deserialize<LocalizedName>(s, Json.Options)!);

    /// <summary>A name in several languages, as <c>{"en": …, "el": …, "ar": …}</c>; null stays NULL.</summary>
    public static PropertyBuilder IsLocalized(this PropertyBuilder property) =>
        property.HasColumnType("jsonb").HasConversion(Localized);

    /// <summary>A list or record as jsonb; compared by its JSON.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property) where T : class =>
        property.HasColumnType("jsonb").HasConversion(
            v => JsonSerializer.Serialize(v, Json.Options), s => JsonSerializer.Deserialize<T>(s, Json.Options)!,
            new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Json.Options) == JsonSerializer.Serialize(b, Json.Options),
                v => JsonSerializer.Serialize(v, Json.Options).GetHashCode(StringComparison.Ordinal),
                v => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(v, Json.Options), Json.Options)!));
}

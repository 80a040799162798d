using System.Text.Json.Serialization;

namespace Lyceum.Platform.Localization;

/// <summary>
/// The name of something the school itself named (institution, programme, course, template) in the languages in which it has one;
/// stored and sent as <c>{"en": …, "el": …, "ar": …}</c>. At least one should be given; empty and missing are the same.
/// </summary>
/// <example><c>new LocalizedName(En: "Nursing", El: "Νοσηλευτική").In(Language.Arabic)</c> is “Nursing”.</example>
public sealed record LocalizedName(
    [property: JsonPropertyName("en"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? En = null,
    [property: JsonPropertyName("el"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? El = null,
    [property: JsonPropertyName("ar"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ar = null)
{
    /// <summary>Whether no language has a name.</summary>
    [JsonIgnore]
    public bool IsEmpty => Language.All.All(l => string.IsNullOrWhiteSpace(Given(l)));

    /// <summary>A name given in one language only.</summary>
    public static LocalizedName Of(string name, Language? language = null) =>
        (language?.Code ?? "en") switch { "el" => new(El: name), "ar" => new(Ar: name), _ => new(En: name) };

    /// <summary>The name in <paramref name="language"/>; where it has none, the first of English, Greek, Arabic that does; else empty.</summary>
    public string In(Language language) => Given(Spoken(language)) ?? "";

    /// <summary>The language <see cref="In"/> really answers in: what the <c>lang</c> attribute beside it must say.</summary>
    public Language Spoken(Language language) =>
        Has(language) ? language : Language.All.FirstOrDefault(Has) ?? language;

    private bool Has(Language language) => !string.IsNullOrWhiteSpace(Given(language));

    private string? Given(Language language) => language.Code switch { "el" => El, "ar" => Ar, _ => En };

    public override string ToString() => In(Language.English);
}

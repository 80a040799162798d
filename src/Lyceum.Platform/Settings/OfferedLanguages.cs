using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Settings;

/// <summary>The languages the school speaks, of those the house does.</summary>
public static class OfferedLanguages
{
    /// <summary>In the school's order; never empty.</summary>
    public static IReadOnlyList<Language> Languages(this SchoolSettings settings) => [.. settings.Of(PlatformSettings.Languages).Select(Language.Find).OfType<Language>()];

    /// <summary>This language where the school speaks it, else the school's first: somebody may have chosen it before the school gave it up.</summary>
    public static Language Spoken(this SchoolSettings settings, Language language) => settings.Languages() is var offered && offered.Contains(language) ? language : offered[0];
}

using System.Text.Json;
using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Settings;

/// <summary>Says settings and their values in the reader's language.</summary>
internal static class SettingWords
{
    /// <summary>A value as people say it: a number with its unit, the words of a choice, languages by their own names.</summary>
    public static string Say(this Texts texts, SchoolSetting setting, JsonElement? value)
    {
        if (value is not { } given || setting.Words(given).Length == 0) return texts["platform.settings.nothing"];
        return setting.Kind switch
        {
            SettingKind.Number when texts.Knows(setting.TextKey + ".unit") => texts[setting.TextKey + ".unit", ("count", given.GetInt32())],
            SettingKind.Number => texts.Number(given.GetInt32()),
            SettingKind.Choice => texts[$"{setting.TextKey}.is.{given.GetString()}"],
            SettingKind.List when setting.Choices.Count > 0 => string.Join(texts["ui.comma"], given.EnumerateArray().Select(e => Language.Find(e.GetString())?.NativeName ?? e.GetString())),
            _ => setting.Words(given),
        };
    }

    /// <summary>The choices of a select or a group of buttons.</summary>
    public static IReadOnlyList<Ui.Choice> ChoicesOf(this Texts texts, SchoolSetting setting) =>
        [.. setting.Choices.Select(c => new Ui.Choice(c, texts[$"{setting.TextKey}.is.{c}"], texts.Knows($"{setting.TextKey}.is.{c}.means") ? texts[$"{setting.TextKey}.is.{c}.means"] : null))];
}

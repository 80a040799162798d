using System.Globalization;
using System.Text.Json;
using Lyceum.Platform.Web;

namespace Lyceum.Platform.Settings;

/// <summary>A whole number between two bounds; the text <c>….unit</c> stands beside it.</summary>
public sealed record NumberSetting(string Key, string Group, int Order, string Permission, string Variable) : SchoolSetting<int>(Key, Group, Order, Permission, Variable)
{
    public override SettingKind Kind => SettingKind.Number;

    public override JsonElement? Parse(string words) =>
        int.TryParse(words.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Element(number) : null;
}

/// <summary>One word of an enumeration, in its JSON form.</summary>
public sealed record ChoiceSetting<T> : SchoolSetting<T> where T : struct, Enum
{
    public ChoiceSetting(string key, string group, int order, string permission, string variable) : base(key, group, order, permission, variable) =>
        Choices = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public override SettingKind Kind => SettingKind.Choice;

    public override JsonElement? Parse(string words) => JsonSerializer.SerializeToElement(words.Trim().ToLowerInvariant(), Json.Options);
}

/// <summary>A line of text.</summary>
public sealed record TextSetting(string Key, string Group, int Order, string Permission, string Variable) : SchoolSetting<string>(Key, Group, Order, Permission, Variable)
{
    public override SettingKind Kind => SettingKind.Text;

    public override JsonElement? Parse(string words) => Element(words.Trim());
}

/// <summary>Words in an order, typed with commas between them.</summary>
public sealed record ListSetting(string Key, string Group, int Order, string Permission, string Variable) : SchoolSetting<IReadOnlyList<string>>(Key, Group, Order, Permission, Variable)
{
    private static readonly char[] Between = [',', ';', ' ', '\n'];

    public override SettingKind Kind => SettingKind.List;

    public override JsonElement? Parse(string words) =>
        Element([.. words.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(w => w.ToLowerInvariant())]);
}

/// <summary>What nobody is shown again.</summary>
public sealed record SecretSetting(string Key, string Group, int Order, string Permission, string Variable) : SchoolSetting<string>(Key, Group, Order, Permission, Variable)
{
    public override SettingKind Kind => SettingKind.Secret;

    public override JsonElement? Parse(string words) => Element(words);
}

/// <summary>The page of a group of settings, a tab of the settings.</summary>
/// <param name="Group">Its name in addresses; null where a room has a page of its own.</param>
/// <param name="Order">Place among the tabs.</param>
/// <param name="TextKey">The word on the tab.</param>
/// <param name="Href">Where it is.</param>
/// <param name="Permission">Who sees the tab.</param>
public sealed record SettingsTab(string? Group, int Order, string TextKey, string Href, string Permission);

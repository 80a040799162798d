using Lyceum.Platform.Settings;

namespace Lyceum.Platform;

public sealed partial class Contributions
{
    private readonly List<SchoolSetting> _settings = [];
    private readonly List<SettingsTab> _settingsTabs = [];

    /// <summary>The catalogue: every setting of every room, in the order of the pages.</summary>
    public IReadOnlyList<SchoolSetting> Settings => [.. _settings.OrderBy(s => s.Group, StringComparer.Ordinal).ThenBy(s => s.Order)];

    /// <summary>The pages of settings, in the order of their tabs.</summary>
    public IEnumerable<SettingsTab> SettingsTabs => _settingsTabs.OrderBy(t => t.Order);

    /// <summary>Puts a setting into the catalogue; a key begins with its room's name and stands there once.</summary>
    public void Setting(SchoolSetting setting)
    {
        if (!setting.Key.StartsWith(Current!.Name + ".", StringComparison.Ordinal) || _settings.Any(s => s.Key == setting.Key))
            throw new InvalidOperationException($"The setting {setting.Key} is not {Current.Name}'s to add, or was added before.");
        _settings.Add(setting);
    }

    /// <summary>Adds a page to the settings.</summary>
    public void SettingsTab(SettingsTab tab) => _settingsTabs.Add(tab);
}

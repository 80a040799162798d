using Lyceum.Platform;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Setup;

namespace Lyceum.Academics;

/// <summary>Academics' steps of the set-up, and its pages of settings.</summary>
internal static class SetupMap
{
    public static void Contribute(Contributions add)
    {
        add.SetupStep(new SetupStep("institution", 10));
        add.SetupStep(new SetupStep("campus", 20));
        add.SetupStep(new SetupStep("zone", 30));
        add.SetupStep(new SetupStep("term", 50));
        add.SettingsTab(new SettingsTab(null, 10, "academics.settings.school", "/admin/settings", AcademicsPermissions.ManageInstitution));
        add.SettingsTab(new SettingsTab(null, 20, "academics.campuses.title", "/admin/settings/campuses", AcademicsPermissions.ManageInstitution));
        add.SettingsTab(new SettingsTab(null, 60, "academics.categories.title", "/admin/settings/categories", AcademicsPermissions.ManageInstitution));
        add.SettingsTab(new SettingsTab(null, 70, "academics.statements.title", "/admin/settings/statements", AcademicsPermissions.ManageInstitution));
    }
}

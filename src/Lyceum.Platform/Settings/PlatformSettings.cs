using System.Net.Mail;
using Lyceum.Platform.Mail;
using Lyceum.Platform.Setup;

namespace Lyceum.Platform.Settings;

/// <summary>How mail travels to the school's mail server.</summary>
public enum MailTls
{
    /// <summary>Encrypted or not at all.</summary>
    Required,

    /// <summary>In the clear, to a server on the same machine only.</summary>
    Off,
}

/// <summary>Platform's settings in the catalogue.</summary>
public static class PlatformSettings
{
    private const string MailGroup = "mail";

    /// <summary>The languages the school speaks; the first is the one for readers who ask for none of them.</summary>
    public static readonly ListSetting Languages = new("platform.languages", "languages", 10, PlatformPermissions.SetUp, "LYCEUM_LANGUAGES")
    {
        Default = _ => ["en", "el", "ar"], Lowest = 1, Highest = 3, Choices = ["en", "el", "ar"],
    };

    public static readonly TextSetting MailHost = new("platform.mail_host", MailGroup, 10, PlatformPermissions.Operate, "SMTP_HOST")
    {
        Default = _ => "", Highest = 253, Objection = host => Uri.CheckHostName(host) == UriHostNameType.Unknown ? "platform.setting.mail_host.wrong" : null,
        // A password that was typed for one server is not sent to another because somebody changed the address.
        Changed = act => ChangingASetting.Apply(act, MailPassword!, null, ChangeKind.Reset),
    };

    public static readonly NumberSetting MailPort = new("platform.mail_port", MailGroup, 20, PlatformPermissions.Operate, "SMTP_PORT") { Default = _ => 587, Lowest = 1, Highest = 65535 };

    public static readonly ChoiceSetting<MailTls> MailTls = new("platform.mail_tls", MailGroup, 30, PlatformPermissions.Operate, "SMTP_TLS") { Default = _ => Settings.MailTls.Required };

    public static readonly TextSetting MailUser = new("platform.mail_user", MailGroup, 40, PlatformPermissions.Operate, "SMTP_USER") { Default = _ => "", Highest = 200 };

    public static readonly SecretSetting MailPassword = new("platform.mail_password", MailGroup, 50, PlatformPermissions.Operate, "SMTP_PASSWORD") { Default = _ => "", Highest = 500 };

    public static readonly TextSetting MailFrom = new("platform.mail_from", MailGroup, 60, PlatformPermissions.Operate, "SMTP_FROM")
    {
        Default = _ => "", Highest = 200, Objection = from => MailAddress.TryCreate(from, out _) ? null : MailErrors.NoSender.Code,
    };

    public static readonly TextSetting BackupFolder = new("platform.backup_folder", "backups", 10, PlatformPermissions.Operate, "LYCEUM_BACKUP_FOLDER")
    {
        Default = _ => "", Highest = 400, Trial = BackupFolders.Objection,
    };

    internal static void Contribute(Contributions add)
    {
        foreach (var setting in (SchoolSetting[])[Languages, MailHost, MailPort, MailTls, MailUser, MailPassword, MailFrom, BackupFolder]) add.Setting(setting);
        add.SettingsTab(new SettingsTab("languages", 15, "platform.settings.languages", "/admin/settings/languages", PlatformPermissions.ReadSettings));
        add.SettingsTab(new SettingsTab(MailGroup, 40, "platform.settings.mail", "/admin/settings/mail", PlatformPermissions.ReadSettings));
        add.SettingsTab(new SettingsTab("backups", 50, "platform.settings.backups", "/admin/settings/backups", PlatformPermissions.ReadSettings));
        add.Nav(new NavItem("operator", 40, "platform.settings.running", "/admin/settings/mail", "mail", PlatformPermissions.Operate));
        add.Permission(PlatformPermissions.ReadSettings, (Security.Role.Administrator, Security.Reach.All), (Security.Role.Operator, Security.Reach.All), (Security.Role.Auditor, Security.Reach.All));
        add.Permission(PlatformPermissions.ChangeSettings, (Security.Role.Administrator, Security.Reach.All), (Security.Role.Operator, Security.Reach.All));
        add.Constraint("settings_value", SettingErrors.OutOfBounds);
        add.Constraint("settings_pkey", PlatformErrors.Stale);
        add.Constraint("setting_changes_once", PlatformErrors.Stale);
        add.Mapping(SettingChange.Map);
        add.Api(SettingRoutes.Map);
    }
}

using Lyceum.Platform.Audit;
using Lyceum.Platform.Files;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Pdf;
using Lyceum.Platform.Operations;
using Lyceum.Platform.Security;

namespace Lyceum.Platform;

/// <summary>What every room stands on: the door, the database, audit, jobs, files, mail, the look. Knows no other module.</summary>
public sealed class PlatformModule : IModule
{
    /// <inheritdoc/>
    public string Name => "platform";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        PlatformOperations.Contribute(add);
        add.Mapping(AuditEntry.Map);
        add.Mapping(Job.Map);
        add.Mapping(OutboxEntry.Map);
        KeyRing.Contribute(add);
        FilesRoutes.Contribute(add);
        IssuedRoutes.Contribute(add);
        PdfRenderer.Contribute(add);
        add.Mapping(Settings.SettingEntry.Map);
        add.Permission(PlatformPermissions.ReadAudit, (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));
        add.Permission(PlatformPermissions.Operate, (Role.Operator, Reach.All), (Role.Administrator, Reach.All));
        Settings.PlatformSettings.Contribute(add);
        Setup.SetupMap.Contribute(add);
        EngineRoom.Contribute(add);
    }
}

/// <summary>Platform's permissions.</summary>
public static class PlatformPermissions
{
    /// <summary>Read the audit log.</summary>
    public const string ReadAudit = "platform.audit.read";

    /// <summary>Run the system: jobs, modes, migrations.</summary>
    public const string Operate = "platform.system.operate";

    /// <summary>See the settings and their history.</summary>
    public const string ReadSettings = "platform.settings.read";

    /// <summary>Change settings; each asks for a permission of its own besides.</summary>
    public const string ChangeSettings = "platform.settings.change";

    /// <summary>Go through the set-up of the school.</summary>
    public const string SetUp = "platform.setup.run";

    /// <summary>Read one's own notifications.</summary>
    public const string ReadNotifications = "platform.notifications.read";
}

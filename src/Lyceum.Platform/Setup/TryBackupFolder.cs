using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Security;

namespace Lyceum.Platform.Setup;

/// <summary>A folder on the server.</summary>
public sealed record FolderToTry(string Folder);

/// <summary>Tries a folder for backups by writing into it; keeps nothing.</summary>
[Requires(PlatformPermissions.Operate), InPerson]
public sealed record TryBackupFolder([Required, StringLength(400, MinimumLength = 1)] string Folder);

/// <summary>Carries out <see cref="TryBackupFolder"/>.</summary>
public static class TryingBackupFolders
{
    public static Task<Result<BackupFolderFound>> Handle(TryBackupFolder command, Act act)
    {
        var (found, objection) = BackupFolders.Try(act.Get<IServiceProvider>(), command.Folder.Trim());
        return Task.FromResult<Result<BackupFolderFound>>(found is not null ? found : Refusal.Invalid(new FieldError("folder", objection!.Value.Code, objection.Value.Args)));
    }
}

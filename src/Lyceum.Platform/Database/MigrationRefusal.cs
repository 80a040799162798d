namespace Lyceum.Platform.Database;

/// <summary>Thrown when migrations must not or cannot go on; nothing of the file at fault is kept (except for files marked <c>-- no-transaction</c>).</summary>
public sealed class MigrationRefusal(string code, string cause, Exception? inner = null) : Exception(cause, inner)
{
    /// <summary>Another process is migrating this database.</summary>
    public const string LockHeld = "ops.migrate.lock-held";

    /// <summary>A file that was applied has been changed since.</summary>
    public const string Drift = "ops.migrate.drift";

    /// <summary>A statement failed.</summary>
    public const string Failed = "ops.migrate.failed";

    /// <summary>The database holds a migration that this version of Lyceum does not have.</summary>
    public const string Unknown = "ops.migrate.unknown";

    /// <summary>A stable code: one of the constants.</summary>
    public string Code { get; } = code;
}

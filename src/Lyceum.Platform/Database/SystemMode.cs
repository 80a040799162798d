namespace Lyceum.Platform.Database;

/// <summary>The read-only gate, as this process knows it; kept up to date by <c>ModeWatcher</c> (NOTIFY, and every five seconds).</summary>
public sealed class SystemMode
{
    private volatile ModeView _current = new("normal", null, null, null);

    /// <summary>Mode, who set it, why, until when.</summary>
    public ModeView Current
    {
        get => _current;
        internal set => _current = value;
    }

    /// <summary>True while the door refuses every change with 503 and <c>platform.mode.read_only</c>.</summary>
    public bool IsReadOnly => _current.Mode == "read_only";
}

/// <summary>The mode of the installation: <c>normal</c> or <c>read_only</c>; every other has owner, reason and expiry.</summary>
public sealed record ModeView(string Mode, string? Owner, string? Reason, DateTimeOffset? Until);

using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;

namespace Lyceum.Platform;

/// <summary>
/// What the layout shows, filled by the rooms that know, before a page renders: layout and page must not read through one context at the same time.
/// </summary>
public sealed class ShellReading
{
    /// <summary>The database, for reading.</summary>
    public required LyceumDb Db { get; init; }

    /// <summary>Who looks.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The language of the page.</summary>
    public required Language Language { get; init; }

    /// <summary>Cancelled when the reader is gone.</summary>
    public required CancellationToken Ct { get; init; }

    /// <summary>The school's name in the page's language.</summary>
    public string Institution { get; set; } = "Lyceum";

    /// <summary>The signed-in person's display name, or null.</summary>
    public string? PersonName { get; set; }

    /// <summary>Unread notifications of the signed-in person.</summary>
    public int Unread { get; set; }

    /// <summary>True in a demo school: every page says so.</summary>
    public bool Demo { get; set; }
}

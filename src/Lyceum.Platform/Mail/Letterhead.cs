using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;

namespace Lyceum.Platform;

/// <summary>Who writes: the school's name in the reader's language, its address, and where questions go; null where it has given none.</summary>
public sealed record Letterhead(string Name, string? Address = null, string? HelpAddress = null);

public sealed partial class Contributions
{
    internal Func<LyceumDb, Language, CancellationToken, Task<Letterhead>>? ReadLetterhead { get; private set; }

    /// <summary>What stands at the head and foot of mail. One room, the one that owns the institution, contributes it.</summary>
    public void Letterhead(Func<LyceumDb, Language, CancellationToken, Task<Letterhead>> read) => ReadLetterhead = read;
}

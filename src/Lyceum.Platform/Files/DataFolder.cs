using Microsoft.Extensions.Configuration;

namespace Lyceum.Platform.Files;

/// <summary>The installation's data folder, for what is kept on disk and not in the database. The host registers its own; without one <c>LYCEUM_DATA</c> names it.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>Content by its hash.</summary>
    internal string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>Content that is still arriving; nothing here is ever listed or served.</summary>
    internal string Parts => System.IO.Path.Combine(Files, "parts");

    /// <summary>What only this installation may know; mode 0700.</summary>
    internal string Secrets => System.IO.Path.Combine(Path, "secrets");

    internal static DataFolder From(IConfiguration configuration) =>
        configuration["LYCEUM_DATA"] is { Length: > 0 } path
            ? new DataFolder(System.IO.Path.GetFullPath(path))
            : throw new InvalidOperationException("No data folder: set LYCEUM_DATA or register a DataFolder.");
}

using Lyceum.Platform.Operations;
using Lyceum.Platform.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Files;

/// <summary>The installation's data folder, for what is kept on disk and not in the database.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>Content by its hash.</summary>
    internal string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>Content that is still arriving; nothing here is ever listed or served.</summary>
    internal string Parts => System.IO.Path.Combine(Files, "parts");

    /// <summary>A name in <see cref="Parts"/> that nobody has.</summary>
    internal string NewPart() => System.IO.Path.Combine(Parts, $"{Guid.CreateVersion7():n}.part");

    /// <summary>Where content of this hash lies on disk; whether it does is another question.</summary>
    internal string PathOf(string hash) => System.IO.Path.Combine(Files, ContentHash.PathOf(hash));

    /// <summary>What only this installation may know; mode 0700.</summary>
    internal string Secrets => System.IO.Path.Combine(Path, "secrets");

    /// <summary>The host's own, or where there is no host that of the command line's installation, or what <c>LYCEUM_DATA</c> names.</summary>
    internal static DataFolder Of(IServiceProvider services) =>
        (services.GetService<HostSpec>()?.Data ?? services.GetService<Installation>()?.Paths.Data ?? services.GetService<IConfiguration>()?["LYCEUM_DATA"]) is { Length: > 0 } path
            ? new DataFolder(System.IO.Path.GetFullPath(path))
            : throw new InvalidOperationException("No data folder: set LYCEUM_DATA or register a DataFolder.");
}

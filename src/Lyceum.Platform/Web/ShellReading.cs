using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Platform;

/// <summary>What a room may use to add to the shell: reading only, at most one statement, better a value cached in the process.</summary>
public sealed record ShellReading
{
    /// <summary>The database, for reading.</summary>
    public required LyceumDb Db { get; init; }

    /// <summary>Who looks.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The language of the page.</summary>
    public required Language Language { get; init; }

    /// <summary>The request.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>Cancelled when the reader is gone.</summary>
    public CancellationToken Ct => Http.RequestAborted;
}

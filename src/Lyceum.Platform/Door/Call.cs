using System.Net;
using Lyceum.Platform.Security;

namespace Lyceum.Platform;

/// <summary>
/// The circumstances of one request, job or CLI verb, filled in once by middleware, job runner or CLI before anything else runs.
/// The door reads it, so that no command carries actor, keys or versions itself.
/// </summary>
public sealed class Call
{
    /// <summary>Who acts.</summary>
    public Actor Actor { get; set; } = Actor.Nobody;

    /// <summary>Shown on every error page and in every log line and audit row of this request.</summary>
    public string RequestId { get; set; } = Guid.CreateVersion7().ToString("n");

    /// <summary>The caller's <c>Idempotency-Key</c>, a form's request id, or <c>job:ID</c>; null where none was given.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>The version the caller last saw (<c>If-Match</c> or a hidden field), or null.</summary>
    public int? ExpectedVersion { get; set; }

    /// <summary>The client's address; null for jobs and CLI.</summary>
    public IPAddress? ClientAddress { get; set; }

    /// <summary>The client's user agent, cut to 300 characters.</summary>
    public string? UserAgent { get; set; }

    /// <summary>Where the caller came in: <c>web</c>, <c>api</c>, <c>job</c>, <c>cli</c>.</summary>
    public string Channel { get; set; } = "web";

    /// <summary>What has to hold still when an act begins, asked inside its transaction; null where the actor alone says enough.</summary>
    public Func<Act, Task<Refusal?>>? StillHolds { get; set; }

    /// <summary>Where new ids come from in a seeding that must be the same each time; null for UUIDv7.</summary>
    public Func<Guid>? Ids { get; set; }
}

namespace Lyceum.Platform;

/// <summary>The refusals any request can meet, whatever it asks for.</summary>
public static class PlatformErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.request.not_found");
    public static readonly Refusal NotSignedIn = Refusal.NotSignedIn("platform.access.not_signed_in");
    public static readonly Refusal NotAllowed = Refusal.NotAllowed("platform.access.not_allowed");
    public static readonly Refusal InPerson = Refusal.NotAllowed("platform.access.in_person");
    public static readonly Refusal CrossSite = Refusal.NotAllowed("platform.access.cross_site");
    public static readonly Refusal StaleForm = Refusal.Invalid("platform.request.stale_form");
    public static readonly Refusal Unreadable = Refusal.Unreadable("platform.request.unreadable");
    public static readonly Refusal TooLarge = Refusal.TooLarge("platform.request.too_large");
    public static readonly Refusal UnsupportedMedia = new UnsupportedMediaRefusal("platform.request.unsupported_media");
    public static readonly Refusal BadCursor = Refusal.Unreadable("platform.request.bad_cursor");
    public static readonly Refusal Stale = Refusal.Stale("platform.request.stale_version");
    public static readonly Refusal KeyReused = Refusal.Conflict("platform.idempotency.key_reused");
    public static readonly Refusal Busy = Refusal.Conflict("platform.database.busy");
    public static readonly Refusal ReadOnly = Refusal.Unavailable("platform.mode.read_only", TimeSpan.FromMinutes(5));
    public static readonly Refusal DatabaseAway = Refusal.Unavailable("platform.database.away", TimeSpan.FromSeconds(5));
    public static readonly Refusal TooManyRequests = Refusal.TooMany("platform.request.too_many", TimeSpan.FromSeconds(60));
    public static readonly Refusal Broken = new BrokenRefusal("platform.request.broken");

    /// <summary>415: a body of a kind we do not read.</summary>
    public sealed record UnsupportedMediaRefusal(string Code) : Refusal(Code)
    {
        /// <inheritdoc/>
        public override int Status => 415;
    }

    /// <summary>500: our bug. Fixed text, nothing of the exception; the request id finds it in the log.</summary>
    public sealed record BrokenRefusal(string Code) : Refusal(Code)
    {
        /// <inheritdoc/>
        public override int Status => 500;
    }
}

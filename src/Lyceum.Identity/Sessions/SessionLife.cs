using Lyceum.Platform.Settings;

namespace Lyceum.Identity.Sessions;

/// <summary>How long a browser's session lasts, as the school has it set. A shorter time ends sessions that began under a longer one; a longer time is for those that begin under it.</summary>
/// <param name="Absolute">A session ends this long after sign-in, whatever happens.</param>
/// <param name="Idle">… and this long after it was last used.</param>
/// <param name="KeptAbsolute">“Keep me signed in”: one's own device, so longer.</param>
public sealed record SessionLife(TimeSpan Absolute, TimeSpan Idle, TimeSpan KeptAbsolute)
{
    /// <summary>A kept session nobody used for two weeks is forgotten, not kept.</summary>
    public static readonly TimeSpan KeptIdle = TimeSpan.FromDays(14);

    public static readonly NumberSetting Hours = new("identity.session_hours", "sign-in", 40, IdentityPermissions.ManageRegistration, "LYCEUM_SESSION_HOURS") { Default = _ => 12, Lowest = 1, Highest = 24, Changed = Forget };

    public static readonly NumberSetting IdleMinutes = new("identity.session_idle_minutes", "sign-in", 50, IdentityPermissions.ManageRegistration, "LYCEUM_SESSION_IDLE_MINUTES") { Default = _ => 120, Lowest = 5, Highest = 720, Changed = Forget };

    public static readonly NumberSetting KeptDays = new("identity.session_kept_days", "sign-in", 60, IdentityPermissions.ManageRegistration, "LYCEUM_SESSION_KEPT_DAYS") { Default = _ => 30, Lowest = 1, Highest = 90, Changed = Forget };

    /// <summary>As it holds now.</summary>
    public static SessionLife In(SchoolSettings settings) =>
        new(TimeSpan.FromHours(settings.Of(Hours)), TimeSpan.FromMinutes(settings.Of(IdleMinutes)), TimeSpan.FromDays(settings.Of(KeptDays)));

    /// <summary>How long a session that begins now may last.</summary>
    public TimeSpan Of(bool kept) => kept ? KeptAbsolute : Absolute;

    /// <summary>Whether a session with these times still counts.</summary>
    internal bool IsLive(DateTimeOffset created, DateTimeOffset expires, DateTimeOffset lastSeen, bool kept, DateTimeOffset now) =>
        now < expires && now - created < Of(kept) && now - lastSeen < (kept ? KeptIdle : Idle);

    internal bool IsLive(SignedIn who, DateTimeOffset now) => IsLive(who.CreatedAt, who.ExpiresAt, who.LastSeenAt, who.Kept, now);

    // What a node remembers of sessions is read anew, so that a shorter life holds at the next request.
    private static Task Forget(Lyceum.Platform.Act act) => SecondStep.SecondStepRules.Setting.Changed!(act);
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics;

/// <summary>The school as pages show it.</summary>
public sealed record InstitutionView(
    Guid Id, LocalizedName Name, string ShortName, string Zone, string Currency, string? Address, string? HelpAddress,
    LocalizedName? Tagline, LocalizedName? Lead, int Version) : Lyceum.Platform.IVersioned;

/// <summary>
/// The school, kept in the process: every page names it. Read again after five seconds, so that a change on another node is seen soon
/// without a listener; a change here is seen at once. Thread-safe; two who find it old both read, which is harmless.
/// </summary>
public sealed class InstitutionCard(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private sealed record Kept(InstitutionView? View, long At);

    private volatile Kept? _kept;

    /// <summary>The school; null before it is set up.</summary>
    public async Task<InstitutionView?> Read(LyceumDb db, CancellationToken ct)
    {
        if (_kept is { } kept && clock.GetElapsedTime(kept.At) < Fresh) return kept.View;
        var at = clock.GetTimestamp();
        var view = await db.Institutions.AsNoTracking().Select(i => i).SingleOrDefaultAsync(ct) is { } found ? found.ToView() : null;
        _kept = new Kept(view, at);
        return view;
    }

    /// <summary>The zone in which the calendar stands; UTC before the school is set up.</summary>
    public async Task<TimeZoneInfo> Zone(LyceumDb db, CancellationToken ct) => Zones.Find((await Read(db, ct))?.Zone);

    /// <summary>The next read asks the database.</summary>
    internal void Forget() => _kept = null;
}

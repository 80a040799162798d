using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>What Identity has to say on Today to who looks after accounts: people who cannot come in yet. One statement.</summary>
internal static class TodayPeople
{
    // Whoever registered a moment ago is still reading their mail.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static async Task<IReadOnlyList<TodayItem>> Items(TodayReading reading)
    {
        if (!reading.Actor.Reaches(IdentityPermissions.ManageAccounts, Reach.All)) return [];
        var late = reading.Now - Patience;
        var waiting = await reading.Db.Accounts.AsNoTracking().Where(a => a.DisabledAt == null && a.EmailVerifiedAt == null && a.CreatedAt < late)
            .GroupBy(a => a.PasswordHash == null).Select(g => new { Invited = g.Key, Count = g.Count() }).ToListAsync(reading.Ct);
        return [.. waiting.OrderBy(w => w.Invited).Select(w => Line(w.Invited ? "invited" : "unconfirmed", w.Count))];

        TodayItem Line(string state, int count) => new("needs", null, reading.Texts["identity.today." + state, ("count", count)],
            reading.Texts[$"identity.today.{state}.means"], "/admin/people?state=" + state, reading.Texts["identity.today.see"]);
    }
}

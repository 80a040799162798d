using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics;

/// <summary>What stands at the head and foot of the school's mail.</summary>
internal static class Letterheads
{
    public static async Task<Letterhead> Read(LyceumDb db, Language language, CancellationToken ct)
    {
        var school = await db.Institutions.AsNoTracking().Select(i => new { i.Name, i.Address, i.HelpAddress }).FirstOrDefaultAsync(ct);
        return school is null ? new Letterhead("Lyceum") : new Letterhead(school.Name.In(language), school.Address, school.HelpAddress);
    }
}

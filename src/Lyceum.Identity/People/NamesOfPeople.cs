using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>Says to Platform's own pages who somebody is.</summary>
internal static class NamesOfPeople
{
    public static async Task<IReadOnlyDictionary<Guid, string>> Read(LyceumDb db, IReadOnlyCollection<Guid> people, CancellationToken ct) =>
        await db.PersonNames.Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
}

using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>Says to Platform's own pages who somebody is.</summary>
internal static class NamesOfPeople
{
    public static async Task<IReadOnlyDictionary<Guid, string>> Read(LyceumDb db, IReadOnlyCollection<Guid> people, CancellationToken ct) =>
        await db.PersonNames.Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);

    /// <summary>Where they sign in with is where they are written to.</summary>
    public static Task<string?> Address(LyceumDb db, Guid person, CancellationToken ct) => db.Accounts.Where(a => a.PersonId == person && a.DisabledAt == null).Select(a => (string?)a.Email).SingleOrDefaultAsync(ct);
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Search;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>People by any of their names, and for those who may read all people by their address.</summary>
public static class PersonSearch
{
    /// <summary>Ids of the people with these words in any of their names, whoever asks; rooms above join it with their own scope. Addresses are not looked at.</summary>
    public static IQueryable<Guid> PeopleNamed(this LyceumDb db, string words) => db.Database.SqlQuery<Guid>(
        $"""SELECT id AS "Value" FROM identity.people WHERE identity.person_words(display_name, given_name, family_name, latin_name) @@ to_tsquery('simple', {words})""");

    internal static async Task<IReadOnlyList<SearchHit>> Find(SearchReading r)
    {
        if (!r.Actor.Reaches(IdentityPermissions.ReadPeople, Reach.All)) return [];
        // A union, not an OR over two tables: each half is answered by its own index.
        var found = r.Db.Database.SqlQuery<Guid>(
            $"""
            SELECT id AS "Value" FROM identity.people WHERE identity.person_words(display_name, given_name, family_name, latin_name) @@ to_tsquery('simple', {r.Words})
            UNION SELECT person_id FROM identity.accounts WHERE identity.address_words(email) @@ to_tsquery('simple', {r.Words})
            """);
        var accounts = r.Db.Accounts;
        var rows = await r.Db.People.AsNoTracking().Where(p => found.Contains(p.Id)).OrderBy(p => p.DisplayName.ToLower()).ThenBy(p => p.Id).Take(r.Take)
            .Select(p => new { p.Id, p.DisplayName, p.LatinName, Email = accounts.Where(a => a.PersonId == p.Id).Select(a => a.Email).FirstOrDefault() }).ToListAsync(r.Ct);
        return rows.ConvertAll(p => new SearchHit(p.DisplayName, string.Join(r.Texts["ui.comma"], ((string?[])[p.LatinName, p.Email]).Where(t => t is not null)), $"/admin/people/{p.Id}"));
    }
}

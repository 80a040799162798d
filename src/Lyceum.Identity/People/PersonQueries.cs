using Lyceum.Identity.Accounts;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.People;

/// <summary>A person in a list. The state is <c>none</c> (no account), <c>invited</c>, <c>unconfirmed</c>, <c>active</c> or <c>disabled</c>.</summary>
public sealed record PersonCard(Guid Id, string DisplayName, string? LatinName, string? Email, string AccountState, IReadOnlyList<string> Roles, DateTimeOffset? LastSeenAt)
{
    /// <summary>A link to the picture that works for a short while; null where there is none.</summary>
    public string? AvatarUrl { get; init; }
}

/// <summary>A person's account as an administrator sees it.</summary>
public sealed record AccountView(Guid Id, string Email, string State, bool SecondStep, DateTimeOffset? PasswordChangedAt, DateTimeOffset? DisabledAt, string? DisabledReason, DateTimeOffset CreatedAt);

/// <summary>A person with everything Identity knows.</summary>
public sealed record PersonView(
    Guid Id, string GivenName, string FamilyName, string DisplayName, string? LatinName, string Language, string? Zone, string? About, DateTimeOffset CreatedAt,
    AccountView? Account, IReadOnlyList<AssignmentView> Roles, IReadOnlyList<GrantView> Grants, int Version) : IVersioned
{
    /// <summary>SHA-256 of the picture; null where there is none. No link: this view stays the same for a version, links do not.</summary>
    public string? AvatarHash { get; init; }

    /// <summary>The picture's type.</summary>
    public string? AvatarType { get; init; }
}

/// <summary>Whom a list of people shows.</summary>
public readonly record struct PersonFilter(string? Search, string? Role, string? State);

/// <summary>Reads of people.</summary>
public static class PersonQueries
{
    private sealed record NameKey(string Name, Guid Id);

    /// <summary>People by name. Search finds part of a name, of the Latin name or of the address.</summary>
    public static async Task<Result<Page<PersonCard>>> List(
        LyceumDb db, TimeProvider clock, FileLinks links, [Microsoft.AspNetCore.Http.AsParameters] PersonFilter filter, [Microsoft.AspNetCore.Http.AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<NameKey>();
        if (!after.Ok) return after.Refusal;
        var (accounts, assignments, sessions, now) = (db.Accounts, db.RoleAssignments, db.Sessions, clock.GetUtcNow());

        var people = Matching(db, filter, now);
        if (after.Value.Key is { } key)
        {
            var (name, id) = (key.Name, key.Id);
            people = people.Where(p => p.DisplayName.ToLower().CompareTo(name) > 0 || (p.DisplayName.ToLower() == name && p.Id.CompareTo(id) > 0));
        }
        var rows = await people.OrderBy(p => p.DisplayName.ToLower()).ThenBy(p => p.Id).Take(page.Take)
            .Select(p => new
            {
                Key = p.DisplayName.ToLower(),
                p.Id,
                p.DisplayName,
                p.LatinName,
                p.AvatarHash,
                p.AvatarType,
                Account = accounts.Where(a => a.PersonId == p.Id).Select(a => new { a.Email, a.DisabledAt, a.EmailVerifiedAt, HasPassword = a.PasswordHash != null }).FirstOrDefault(),
                Roles = assignments.Where(r => r.PersonId == p.Id && r.EndedAt == null && r.FromAt <= now && (r.UntilAt == null || r.UntilAt > now)).Select(r => r.Role).ToList(),
                LastSeenAt = sessions.Where(s => s.PersonId == p.Id).Max(s => (DateTimeOffset?)s.LastSeenAt),
            })
            .AsNoTracking().ToListAsync(ct);
        var next = rows.Count > page.Size ? Cursor.Write(new NameKey(rows[page.Size - 1].Key, rows[page.Size - 1].Id)) : null;
        return new Page<PersonCard>(
            [.. rows.Take(page.Size).Select(r => new PersonCard(r.Id, r.DisplayName, r.LatinName, r.Account?.Email,
                r.Account is { } a ? State(a.DisabledAt, a.EmailVerifiedAt, a.HasPassword) : "none", r.Roles, r.LastSeenAt) { AvatarUrl = links.Portrait(r.AvatarHash, r.AvatarType) })], next);
    }

    /// <summary>How many a filter finds.</summary>
    public static Task<int> Count(LyceumDb db, TimeProvider clock, PersonFilter filter, CancellationToken ct) => Matching(db, filter, clock.GetUtcNow()).CountAsync(ct);

    /// <summary>One person; without the right to read people only oneself is found.</summary>
    public static async Task<Result<PersonView>> Find(Guid id, LyceumDb db, Call call, CancellationToken ct)
    {
        if (id != call.Actor.PersonId && !call.Actor.Reaches(IdentityPermissions.ReadPeople, Reach.All)) return PersonErrors.NotFound;
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (person is null) return PersonErrors.NotFound;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == id, ct);
        var roles = await db.RoleAssignments.AsNoTracking().Where(r => r.PersonId == id).OrderByDescending(r => r.FromAt)
            .Select(r => new AssignmentView(r.Id, r.Role, r.FromAt, r.UntilAt, r.Reason, r.EndedAt)).ToListAsync(ct);
        var grants = await db.Grants.AsNoTracking().Where(g => g.PersonId == id).OrderByDescending(g => g.FromAt)
            .Select(g => new GrantView(g.Id, g.Permission, g.Reach, g.FromAt, g.UntilAt, g.Reason, g.EndedAt)).ToListAsync(ct);
        return new PersonView(person.Id, person.GivenName, person.FamilyName, person.DisplayName, person.LatinName, person.Language, person.Zone, person.About, person.CreatedAt,
            account is null ? null : ViewOf(account), roles, grants, person.Version) { AvatarHash = person.AvatarHash, AvatarType = person.AvatarType };
    }

    internal static AccountView ViewOf(Account a) =>
        new(a.Id, a.Email, State(a.DisabledAt, a.EmailVerifiedAt, a.PasswordHash is not null), a.NeedsSecondStep, a.PasswordChangedAt, a.DisabledAt, a.DisabledReason, a.CreatedAt);

    private static string State(DateTimeOffset? disabled, DateTimeOffset? verified, bool hasPassword) =>
        disabled is not null ? "disabled" : !hasPassword ? "invited" : verified is null ? "unconfirmed" : "active";

    private static IQueryable<Person> Matching(LyceumDb db, PersonFilter filter, DateTimeOffset now)
    {
        var (people, accounts, assignments) = ((IQueryable<Person>)db.People, db.Accounts, db.RoleAssignments);
        if (filter.Search?.Trim() is { Length: > 0 } typed)
        {
            var like = "%" + typed.Normalize(System.Text.NormalizationForm.FormC).ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            people = people.Where(p => EF.Functions.Like(p.DisplayName.ToLower(), like, "\\") || EF.Functions.Like(p.LatinName!.ToLower(), like, "\\")
                || accounts.Any(a => a.PersonId == p.Id && EF.Functions.Like(a.Email, like, "\\")));
        }
        if (filter.Role is { Length: > 0 } role)
            people = people.Where(p => assignments.Any(r => r.PersonId == p.Id && r.Role == role && r.EndedAt == null && r.FromAt <= now && (r.UntilAt == null || r.UntilAt > now)));
        return filter.State switch
        {
            "none" => people.Where(p => !accounts.Any(a => a.PersonId == p.Id)),
            "disabled" => people.Where(p => accounts.Any(a => a.PersonId == p.Id && a.DisabledAt != null)),
            "invited" => people.Where(p => accounts.Any(a => a.PersonId == p.Id && a.DisabledAt == null && a.PasswordHash == null)),
            "unconfirmed" => people.Where(p => accounts.Any(a => a.PersonId == p.Id && a.DisabledAt == null && a.PasswordHash != null && a.EmailVerifiedAt == null)),
            "active" => people.Where(p => accounts.Any(a => a.PersonId == p.Id && a.DisabledAt == null && a.PasswordHash != null && a.EmailVerifiedAt != null)),
            _ => people,
        };
    }
}

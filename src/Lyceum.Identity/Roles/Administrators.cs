using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Roles;

/// <summary>There is always somebody who can give rights.</summary>
internal static class Administrators
{
    /// <summary>
    /// Everything that makes or removes an administrator takes this lock first. Without it two administrators who remove each other both still
    /// see the other one and both succeed; the count is a statement of its own, so it sees what the one before committed.
    /// </summary>
    public static Task Lock(Act act) => act.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('identity.administrators', 0))", act.Ct);

    /// <summary>True when some other person is an administrator now, for good, and can sign in.</summary>
    public static Task<bool> AnyBut(Act act, Guid? personId)
    {
        var accounts = act.Db.Accounts;
        return act.Db.RoleAssignments.AnyAsync(r => r.Role == Role.Administrator && r.EndedAt == null && r.FromAt <= act.Now && r.UntilAt == null && r.PersonId != personId
            && accounts.Any(a => a.PersonId == r.PersonId && a.DisabledAt == null && a.PasswordHash != null && a.EmailVerifiedAt != null), act.Ct);
    }
}

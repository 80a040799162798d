using Lyceum.Identity.Accounts;
using Lyceum.Identity.Acting;
using Lyceum.Identity.Apps;
using Lyceum.Identity.Passkeys;
using Lyceum.Identity.People;
using Lyceum.Identity.Providers;
using Lyceum.Identity.Registration;
using Lyceum.Identity.Roles;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.Setup;
using Lyceum.Identity.SignIns;
using Lyceum.Identity.Tokens;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity;

/// <summary>Identity's sets.</summary>
public static class IdentitySets
{
    extension(LyceumDb db)
    {
        /// <summary>Names of people, for joining.</summary>
        public IQueryable<PersonName> PersonNames => db.Set<PersonName>();

        /// <summary>Where people with a confirmed address are written to, for rooms that send mail.</summary>
        public IQueryable<PersonAddress> PersonAddresses =>
            db.Set<Account>().AsNoTracking().Where(a => a.EmailVerifiedAt != null).Select(a => new PersonAddress { PersonId = a.PersonId, Email = a.Email });

        internal DbSet<Person> People => db.Set<Person>();
        internal DbSet<Account> Accounts => db.Set<Account>();
        internal DbSet<Session> Sessions => db.Set<Session>();
        internal DbSet<Impersonation> Impersonations => db.Set<Impersonation>();
        internal DbSet<TokenPair> TokenPairs => db.Set<TokenPair>();
        internal DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();
        internal DbSet<Device> Devices => db.Set<Device>();
        internal DbSet<Challenge> Challenges => db.Set<Challenge>();
        internal DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();
        internal DbSet<Passkey> Passkeys => db.Set<Passkey>();
        internal DbSet<PasskeyChallenge> PasskeyChallenges => db.Set<PasskeyChallenge>();
        internal DbSet<SignInProvider> SignInProviders => db.Set<SignInProvider>();
        internal DbSet<ExternalIdentity> ExternalIdentities => db.Set<ExternalIdentity>();
        internal DbSet<Link> Links => db.Set<Link>();
        internal DbSet<SetupToken> SetupTokens => db.Set<SetupToken>();
        internal DbSet<RoleAssignment> RoleAssignments => db.Set<RoleAssignment>();
        internal DbSet<SchoolRole> SchoolRoles => db.Set<SchoolRole>();
        internal DbSet<RolePermission> RolePermissions => db.Set<RolePermission>();
        internal DbSet<Grant> Grants => db.Set<Grant>();
    }
}

/// <summary>The confirmed address of a person.</summary>
public sealed record PersonAddress
{
    public Guid PersonId { get; init; }
    public string Email { get; init; } = "";
}

namespace Lyceum.Identity;

/// <summary>Identity's permissions. Reach: own = one's own person and account, all = everybody.</summary>
public static class IdentityPermissions
{
    /// <summary>One's own profile, password, second step, sessions and tokens.</summary>
    public const string OwnAccount = "identity.account.own";

    /// <summary>See people, their accounts, roles and sessions.</summary>
    public const string ReadPeople = "identity.person.read";

    /// <summary>Add people and change what is written about them.</summary>
    public const string CreatePeople = "identity.person.create";

    /// <summary>Invite, disable and enable accounts, end sessions.</summary>
    public const string ManageAccounts = "identity.account.manage";

    /// <summary>Act for somebody, for ten minutes and with a reason; never for an administrator.</summary>
    public const string Impersonate = "identity.impersonate";

    /// <summary>See who holds which role and what the roles may.</summary>
    public const string ReadRoles = "identity.role.read";

    /// <summary>Give and take roles and single permissions; never one's own.</summary>
    public const string AssignRoles = "identity.role.assign";

    /// <summary>Make and change the school's own roles.</summary>
    public const string EditRoles = "identity.role.edit";

    /// <summary>Say who may register.</summary>
    public const string ManageRegistration = "identity.registration.manage";

    /// <summary>Make the one-time link of the first administrator. No role holds it: only the machine's owner, by the command line.</summary>
    public const string Setup = "identity.setup.create";

    /// <summary>Make accounts with a known password, already confirmed. No role holds it: seeding and the command line do.</summary>
    public const string SeedAccounts = "identity.account.seed";
}

using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.SecondStep;

/// <summary>Who has to have a second step.</summary>
public enum SecondStepFor
{
    /// <summary>Nobody has to; everybody may.</summary>
    Nobody,

    /// <summary>Whoever works here: any role but learner and guardian, or a permission of their own.</summary>
    Staff,

    /// <summary>Everybody with an account.</summary>
    Everybody,
}

/// <summary>The school's rule of the second step; null where nobody has set it.</summary>
public sealed record SecondStepRules(SecondStepFor? AskedOf)
{
    internal const string Key = "identity.second_step";
    private static readonly Setting<SecondStepRules> Setting = new(Key, new SecondStepRules((SecondStepFor?)null));

    /// <summary>The rule in force: what was set, else staff in production (A2) and nobody elsewhere. A demo school, whose passwords everybody knows, asks nobody.</summary>
    public static SecondStepFor InForce(SecondStepFor? set, bool isProduction, bool isDemo) =>
        isDemo ? SecondStepFor.Nobody : set ?? (isProduction ? SecondStepFor.Staff : SecondStepFor.Nobody);

    /// <summary>Whether the rule asks somebody with these roles, or with permissions beside them.</summary>
    public static bool Asks(SecondStepFor rule, IReadOnlyCollection<string> roles, bool holdsMore) => rule switch
    {
        SecondStepFor.Everybody => true,
        SecondStepFor.Staff => holdsMore || roles.Any(r => r is not (Role.Learner or Role.Guardian)),
        _ => false,
    };

    internal static async Task<SecondStepRules> Read(LyceumDb db, CancellationToken ct) => await db.Read(Setting, ct);

    internal static Task Write(Act act, SecondStepRules rules) => act.Write(Setting, rules);
}

/// <summary>Which second step is asked of whom: as set, and as it holds here now.</summary>
public sealed record SecondStepPolicy(SecondStepFor? AskedOf, SecondStepFor InForce);

/// <summary>Says who has to have a second step. Whoever it asks and has none is led to set it up before anything else.</summary>
[Requires(IdentityPermissions.ManageRegistration), InPerson]
public sealed record SetSecondStepRules(SecondStepFor AskedOf);

/// <summary>How the rule is read and set.</summary>
public static class SettingSecondStepRules
{
    public static async Task<Result<SecondStepPolicy>> Handle(SetSecondStepRules command, Act act)
    {
        await SecondStepRules.Write(act, new SecondStepRules(command.AskedOf));
        // Everybody's rights are read anew on every node: whoever owes a second step owes it from now on.
        await act.Db.Database.ExecuteSqlAsync($"SELECT pg_notify('lyceum_sessions', '')", act.Ct);
        return await With(act.Db, command.AskedOf, act.Get<SchoolEnvironment>(), act.Get<DemoMark>(), act.Ct);
    }

    /// <summary>The rule as it was set, and as it holds here now.</summary>
    public static async Task<Result<SecondStepPolicy>> Read(LyceumDb db, SchoolEnvironment environment, DemoMark demo, CancellationToken ct) =>
        await With(db, (await SecondStepRules.Read(db, ct)).AskedOf, environment, demo, ct);

    private static async Task<SecondStepPolicy> With(LyceumDb db, SecondStepFor? set, SchoolEnvironment environment, DemoMark demo, CancellationToken ct) =>
        new(set, SecondStepRules.InForce(set, environment.IsProduction, await demo.Read(db, ct)));
}

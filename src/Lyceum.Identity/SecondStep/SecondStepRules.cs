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

/// <summary>The school's rule of the second step.</summary>
public static class SecondStepRules
{
    internal const string Key = "identity.second_step";

    /// <summary>Staff in production (A2) and nobody elsewhere, until somebody sets it.</summary>
    public static readonly ChoiceSetting<SecondStepFor> Setting = new(Key, "sign-in", 30, IdentityPermissions.ManageRegistration, "LYCEUM_SECOND_STEP")
    {
        Default = environment => environment.IsProduction ? SecondStepFor.Staff : SecondStepFor.Nobody,
        // Everybody's rights are read anew on every node: whoever owes a second step owes it from now on.
        Changed = act => act.Db.Database.ExecuteSqlAsync($"SELECT pg_notify('lyceum_sessions', '')", act.Ct),
    };

    /// <summary>The rule in force: what was set, else what holds where the school runs. A demo school, whose passwords everybody knows, asks nobody.</summary>
    public static SecondStepFor InForce(SecondStepFor? set, bool isProduction, bool isDemo) =>
        isDemo ? SecondStepFor.Nobody : set ?? Setting.Default(new SchoolEnvironment(isProduction));

    /// <summary>Whether the rule asks somebody with these roles, or with permissions beside them.</summary>
    public static bool Asks(SecondStepFor rule, IReadOnlyCollection<string> roles, bool holdsMore) => rule switch
    {
        SecondStepFor.Everybody => true,
        SecondStepFor.Staff => holdsMore || roles.Any(r => r is not (Role.Learner or Role.Guardian)),
        _ => false,
    };
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
        if (await act.Change(SecondStepRules.Setting, command.AskedOf) is { } refusal) return refusal;
        return await With(act.Db, command.AskedOf, act.Get<SchoolEnvironment>(), act.Get<DemoMark>(), act.Ct);
    }

    /// <summary>The rule as it was set, and as it holds here now.</summary>
    public static async Task<Result<SecondStepPolicy>> Read(LyceumDb db, SchoolSettings settings, SchoolEnvironment environment, DemoMark demo, CancellationToken ct)
    {
        await settings.Look(ct);
        return await With(db, settings.IsSet(SecondStepRules.Setting) ? settings.Of(SecondStepRules.Setting) : null, environment, demo, ct);
    }

    private static async Task<SecondStepPolicy> With(LyceumDb db, SecondStepFor? set, SchoolEnvironment environment, DemoMark demo, CancellationToken ct) =>
        new(set, SecondStepRules.InForce(set, environment.IsProduction, await demo.Read(db, ct)));
}

using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;

namespace Lyceum.Identity.Registration;

/// <summary>Who may make an account.</summary>
public enum RegistrationMode
{
    /// <summary>Nobody by themselves; the school makes the accounts.</summary>
    Closed,

    /// <summary>Who was invited by mail.</summary>
    Invite,

    /// <summary>Anybody with an address.</summary>
    Open,
}

/// <summary>The school's rules of registration.</summary>
public sealed record RegistrationRules(RegistrationMode Mode);

/// <summary>Where the rules stand.</summary>
public static class RegistrationSettings
{
    private static readonly Setting<RegistrationRules> Rules = new("identity.registration", new RegistrationRules(RegistrationMode.Closed));

    /// <summary>The rules in force: closed until somebody decides otherwise; the demo school sets it open.</summary>
    public static Task<RegistrationRules> Read(LyceumDb db, CancellationToken ct) => db.Read(Rules, ct);

    internal static Task Write(Act act, RegistrationRules rules) => act.Write(Rules, rules);
}

/// <summary>Says who may register.</summary>
[Requires(IdentityPermissions.ManageRegistration), InPerson]
public sealed record SetRegistration(RegistrationMode Mode);

/// <summary>How registration is opened and closed.</summary>
public static class SettingRegistration
{
    public static async Task<Result<RegistrationRules>> Handle(SetRegistration command, Act act)
    {
        var rules = new RegistrationRules(command.Mode);
        await RegistrationSettings.Write(act, rules);
        return rules;
    }
}

using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;

namespace Lyceum.Identity.Registration;

/// <summary>Who may make an account.</summary>
public enum RegistrationMode
{
    /// <summary>Nobody by themselves; the school makes the accounts and invites by mail.</summary>
    Closed,

    /// <summary>Anybody with an address, of certain domains where the school names some.</summary>
    Open,
}

/// <summary>The school's rules of registration.</summary>
/// <param name="Domains">The part after @ that an address has to have; empty where any will do.</param>
public sealed record RegistrationRules(RegistrationMode Mode, IReadOnlyList<string> Domains);

/// <summary>Where the rules stand.</summary>
public static class RegistrationSettings
{
    /// <summary>Closed until somebody decides otherwise; the demo school sets it open.</summary>
    public static readonly ChoiceSetting<RegistrationMode> Mode = new("identity.registration", "sign-in", 10, IdentityPermissions.ManageRegistration, "LYCEUM_REGISTRATION") { Default = _ => RegistrationMode.Closed };

    public static readonly ListSetting Domains = new("identity.registration_domains", "sign-in", 20, IdentityPermissions.ManageRegistration, "LYCEUM_REGISTRATION_DOMAINS")
    {
        Default = _ => [], Highest = 50, Objection = words => words.Split(", ").All(IsDomain) ? null : "identity.setting.registration_domains.wrong",
    };

    /// <summary>The rules in force, as the database has them this moment.</summary>
    public static async Task<RegistrationRules> Read(LyceumDb db, CancellationToken ct) => new(await db.Read(Mode, ct), await db.Read(Domains, ct));

    /// <summary>Whether an address with this domain may register. A domain covers itself only: who wants students.school.example too names it.</summary>
    internal static bool Admits(this RegistrationRules rules, string email) =>
        rules.Domains.Count == 0 || rules.Domains.Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);

    private static bool IsDomain(string word) => word.Length <= 253 && word.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(word) == UriHostNameType.Dns && !word.EndsWith('.');
}

/// <summary>Says who may register.</summary>
[Requires(IdentityPermissions.ManageRegistration), InPerson]
public sealed record SetRegistration(RegistrationMode Mode);

/// <summary>How registration is opened and closed.</summary>
public static class SettingRegistration
{
    public static async Task<Result<RegistrationRules>> Handle(SetRegistration command, Act act)
    {
        if (await act.Change(RegistrationSettings.Mode, command.Mode) is { } refusal) return refusal;
        return new RegistrationRules(command.Mode, await act.Db.Read(RegistrationSettings.Domains, act.Ct));
    }
}

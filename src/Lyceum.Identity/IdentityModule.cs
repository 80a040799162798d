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
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Search;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Setup;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Lyceum.Identity.IdentityPermissions;

namespace Lyceum.Identity;

/// <summary>Accounts, sign-in, sessions, roles, grants, tokens, and the person everything refers to.</summary>
public sealed class IdentityModule : IModule
{
    /// <inheritdoc/>
    public string Name => "identity";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        add.Mapping(Person.Map);
        add.PeopleNames(NamesOfPeople.Read);
        add.PeopleAddresses(NamesOfPeople.Address);
        add.Mapping(Account.Map);
        add.Mapping(Session.Map);
        add.Mapping(Impersonation.Map);
        add.Mapping(TokenPair.Map);
        add.Mapping(ApiToken.Map);
        add.Mapping(Device.Map);
        add.Mapping(Challenge.Map);
        add.Mapping(RecoveryCode.Map);
        add.Mapping(Passkey.Map);
        add.Mapping(PasskeyChallenge.Map);
        add.Mapping(SignInProvider.Map);
        add.Mapping(ExternalIdentity.Map);
        add.Mapping(Link.Map);
        add.Mapping(SetupToken.Map);
        add.Mapping(RoleAssignment.Map);
        add.Mapping(SchoolRole.Map);
        add.Mapping(Grant.Map);

        add.Permission(OwnAccount, (Role.Everyone, Reach.Own));
        add.Permission(ReadPeople, (Role.Registrar, Reach.All), (Role.Coordinator, Reach.All), (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));
        add.Permission(CreatePeople, (Role.Registrar, Reach.All), (Role.Administrator, Reach.All));
        add.Permission(ManageAccounts, (Role.Administrator, Reach.All));
        add.Permission(Impersonate, (Role.Administrator, Reach.All));
        add.Permission(ReadRoles, (Role.Administrator, Reach.All), (Role.Auditor, Reach.All));
        add.Permission(AssignRoles, (Role.Administrator, Reach.All));
        add.Permission(EditRoles, (Role.Administrator, Reach.All));
        add.Permission(ManageRegistration, (Role.Administrator, Reach.All));
        add.Permission(IdentityPermissions.Setup);
        add.Permission(SeedAccounts);

        add.Constraint("accounts_email", AccountErrors.EmailTaken);
        add.Constraint("accounts_person", AccountErrors.HasAccount);
        add.Constraint("impersonations_administrator", ActingErrors.Administrator);
        add.Constraint("impersonations_one", ActingErrors.Already);
        add.Constraint("impersonations_session", ActingErrors.BrowserOnly);
        add.Constraint("passkeys_credential", PasskeyErrors.Registered);
        add.Constraint("sign_in_providers_one", ProviderErrors.OnlyOne);
        add.Constraint("external_identities_subject", ProviderErrors.OtherSubject);
        add.Constraint("external_identities_account", ProviderErrors.OtherSubject);
        add.Constraint("role_assignments_once", RoleErrors.HeldAlready);
        add.Constraint("role_assignments_apart", RoleErrors.Own);
        add.Constraint("grants_apart", RoleErrors.Own);
        add.Constraint("roles_key", RoleErrors.KeyTaken);

        add.Services(services =>
        {
            services.AddSingleton<Passwords>();
            services.AddSingleton<SessionCache>();
            services.AddSingleton<SessionReader>();
            services.AddSingleton<ProviderWire>();
            services.AddSingleton<ProviderDirectory>();
            services.AddSingleton<ProviderExchange>();
            services.AddHostedService<SessionListener>();
            services.AddSingleton<IAntiforgeryAdditionalDataProvider, ActingForms>();
            services.Configure<LanguageSources>(o => o.Account = http => http.Features.Get<SignedIn>()?.Language);
        });
        add.Use(app => app.UseMiddleware<SessionMiddleware>().UseMiddleware<SecondStepGate>());
        add.Shell(SignedInShell.Fill);
        add.Keeps(new PersonalData(10, "identity.privacy.person", "identity.privacy.person.kept"));
        add.Keeps(new PersonalData(15, "identity.privacy.avatar", "identity.privacy.avatar.kept"));
        add.Keeps(new PersonalData(20, "identity.privacy.account", "identity.privacy.account.kept"));
        add.Keeps(new PersonalData(25, "identity.privacy.passkey", "identity.privacy.passkey.kept"));
        add.Keeps(new PersonalData(27, "identity.privacy.identity", "identity.privacy.identity.kept"));
        add.Keeps(new PersonalData(30, "identity.privacy.session", "identity.privacy.session.kept", ("app", (int)Session.AppAbsolute.TotalDays))
        {
            Set = s => [("idle", s.Of(SessionLife.IdleMinutes)), ("hours", s.Of(SessionLife.Hours)), ("days", s.Of(SessionLife.KeptDays))],
        });
        add.Keeps(new PersonalData(35, "identity.privacy.acting", "identity.privacy.acting.kept", ("minutes", (int)Impersonation.Life.TotalMinutes)));
        add.Status(new StatusCheck("sign_in", 20, "identity.status.sign_in", SignInStatus.Check));
        add.TodayItems(TodayPeople.Items);
        add.Search(new SearchSource("people", 60, "identity.people.title", "users", PersonSearch.Find));
        add.Nav(new NavItem("administrator", 20, "identity.people.title", "/admin/people", "users", ReadPeople));
        add.Nav(new NavItem("administrator", 27, "identity.provider.title", "/admin/sign-in-provider", "door-enter", ManageRegistration));
        add.Nav(new NavItem("administrator", 30, "identity.roles.title", "/admin/roles", "shield-lock", ReadRoles));
        foreach (var setting in (SchoolSetting[])[RegistrationSettings.Mode, RegistrationSettings.Domains, SecondStepRules.Setting, SessionLife.Hours, SessionLife.IdleMinutes, SessionLife.KeptDays]) add.Setting(setting);
        add.SettingsTab(new SettingsTab("sign-in", 30, "identity.settings.sign_in", "/admin/settings/sign-in", PlatformPermissions.ReadSettings));
        add.SetupStep(new SetupStep("sign-in", 70));
        Operations.IdentityOperations.Contribute(add);
        add.Api(ActingRoutes.Map);
        add.Api(AppRoutes.Map);
        add.Api(MeRoutes.Map);
        add.Api(PasskeyRoutes.Map);
        add.Api(PersonRoutes.Map);
        add.Api(RoleRoutes.Map);
        add.Api(RegistrationRoutes.Map);
        add.Api(ProviderRoutes.Map);
        add.Web(ActingRoutes.MapWeb);
        add.Web(SignInRoutes.Map);
        add.Job<NoPayload>(ForgettingAvatars.JobKind, ForgettingAvatars.Run, PlatformPermissions.Operate);
        add.Schedule(ForgettingAvatars.JobKind, "0 45 3 * * ?");
        add.Job<SendReset>(Resetting.JobKind, Resetting.Run, SeedAccounts);
    }
}

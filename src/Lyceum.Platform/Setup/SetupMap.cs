using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Setup;

/// <summary>What Platform offers to the set-up of a school.</summary>
internal static class SetupMap
{
    public static void Contribute(Contributions add)
    {
        add.Mapping(SetupRun.Map);
        add.Mapping(SetupMark.Map);
        add.Permission(PlatformPermissions.SetUp, (Role.Administrator, Reach.All));
        add.Constraint("setup_pkey", PlatformErrors.Busy);
        add.Constraint("setup_steps_pkey", PlatformErrors.Busy);
        add.Constraint("setup_steps_forward", SetupStepErrors.Forward);
        add.SetupStep(new SetupStep("languages", 40));
        add.SetupStep(new SetupStep("mail", 60));
        add.SetupStep(new SetupStep("backups", 80));
        add.Services(services => services.AddScoped<MailTrial>());
        add.Api(SetupRoutes.MapApi);
        add.Web(SetupRoutes.MapForms);
        add.TodayItems(SetupQueries.Today);
    }
}

using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Health;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Mail;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Search;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Telemetry;
using Lyceum.Platform.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform;

/// <summary>What runs below deck: jobs and schedules, the audit's sealer, mail, notifications, health, the mode of the school.</summary>
public static class EngineRoom
{
    /// <summary>Background work of a serving process: mode, signals, sealer, and the job worker unless <paramref name="jobs"/> is false or <c>LYCEUM_WORKER=off</c>.</summary>
    public static IServiceCollection AddEngineRoom(this IServiceCollection services, bool jobs = true)
    {
        services.AddSignals();
        services.AddHostedService<ModeWatcher>();
        services.AddHostedService<SettingsWatcher>();
        services.AddHostedService<AuditSealer>();
        services.AddSingleton<Readiness>();
        services.AddMetricsExport();
        return jobs ? services.AddJobs() : services;
    }

    internal static void Contribute(Contributions add)
    {
        add.Mapping(AuditSeal.Map);
        add.Mapping(Mail.Mail.Map);
        add.Mapping(Notification.Map);

        add.Permission(PlatformPermissions.ReadNotifications, (Role.Everyone, Reach.Own));

        add.Services(services => services.AddSingleton<AuditVerifier>().AddSingleton<MailWriter>().AddSingleton<MailDelivery>());
        AuditOperations.Contribute(add);
        add.Web(HealthRoutes.Map);
        add.Web(MetricsRoutes.Map);
        add.Api(HealthRoutes.MapApi);
        add.Api(ModeRoutes.Map);
        add.Api(JobRoutes.Map);
        add.Api(AuditRoutes.Map);
        add.Api(NotificationRoutes.Map);
        add.Api(SearchQueries.Map);
        StatusChecks.Contribute(add);
        add.Keeps(new PersonalData(50, "platform.privacy.mail", "platform.privacy.mail.kept", ("days", CleaningUp.JobDays)));
        add.Keeps(new PersonalData(60, "platform.privacy.audit", "platform.privacy.audit.kept"));
        add.Keeps(new PersonalData(70, "platform.privacy.logs", "platform.privacy.logs.kept", ("files", JsonLog.MostFiles), ("size", JsonLog.MostBytes / 1_000_000)));
        add.Shell(NotificationQueries.FillShell);

        add.TodayItems(TodayOperating.Items);
        add.Nav(new NavItem("operator", 30, "platform.nav.jobs", "/ops/jobs", "list-check", PlatformPermissions.Operate));
        add.Nav(new NavItem("administrator", 50, "platform.nav.audit", "/admin/audit", "history", PlatformPermissions.ReadAudit));

        add.Job<MailToSend>(Mailing.Kind, MailSending.Run, PlatformPermissions.Operate);
        add.Job<NoPayload>(CleaningUp.JobsKind, CleaningUp.RunJobs, PlatformPermissions.Operate);
        add.Job<NoPayload>(CleaningUp.KeysKind, CleaningUp.RunKeys, PlatformPermissions.Operate);
        add.Job<NoPayload>(ProvingAudits.Kind, ProvingAudits.Run, PlatformPermissions.ReadAudit);
        add.Schedule(CleaningUp.JobsKind, "0 40 2 * * ?");
        add.Schedule(CleaningUp.KeysKind, "0 50 2 * * ?");
        add.Schedule(ProvingAudits.Kind, "0 20 3 * * ?");
    }
}

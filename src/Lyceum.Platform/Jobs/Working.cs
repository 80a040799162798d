using Lyceum.Platform.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Lyceum.Platform.Jobs;

/// <summary>How the worker enters a host.</summary>
public static class Working
{
    /// <summary>
    /// Adds worker and schedules. <c>LYCEUM_WORKER=off</c> in the configuration keeps the process from working; another (<c>lyceum worker</c>) does it then.
    /// The host may take as long to stop as jobs may take to finish.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSignals();
        services.AddOptions<JobOptions>().Configure<IServiceProvider>((options, sp) =>
        {
            var configuration = sp.GetService<IConfiguration>();
            options.Enabled = !string.Equals(configuration?["LYCEUM_WORKER"], "off", StringComparison.OrdinalIgnoreCase);
            if (int.TryParse(configuration?["LYCEUM_WORKER_CONCURRENCY"], out var concurrency)) options.Concurrency = Math.Clamp(concurrency, 1, 64);
        });
        services.AddOptions<HostOptions>().Configure(o => o.ShutdownTimeout = TimeSpan.FromSeconds(35));
        services.TryAddSingleton<JobQueue>();
        services.AddHostedService<JobWorker>();
        services.AddHostedService<ScheduleTicker>();
        return services;
    }

    /// <summary>The one listening connection of the process.</summary>
    internal static IServiceCollection AddSignals(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(DatabaseSignals))) return services;
        services.AddSingleton<DatabaseSignals>();
        services.AddHostedService(sp => sp.GetRequiredService<DatabaseSignals>());
        return services;
    }
}

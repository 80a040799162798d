using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lyceum.Platform.Telemetry;

/// <summary>How logs and metrics enter a host.</summary>
public static class Telling
{
    /// <summary>JSON lines to standard output and to <c>&lt;data&gt;/logs</c>; requests and our own categories from Information, the framework's from Warning.</summary>
    public static ILoggingBuilder AddJsonLog(this ILoggingBuilder logging, string data, bool console)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Lyceum", LogLevel.Information);
        // Its messages repeat SQL with the names of things; a failed command is reported by us with the request it belongs to.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        logging.Services.AddSingleton<ILoggerProvider>(_ => new JsonLog(Path.Combine(data, "logs"), console));
        return logging;
    }

    internal static IServiceCollection AddMetricsExport(this IServiceCollection services) =>
        services.AddSingleton<Metrics>().AddHostedService<OtlpExport>();
}

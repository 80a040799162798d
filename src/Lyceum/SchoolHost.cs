using Lyceum.Platform.Database;
using Lyceum.Platform.Operations;

namespace Lyceum;

/// <summary>Makes the host of a run.</summary>
internal static class SchoolHost
{
    public static async Task Run(HostRun run)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(run.Address, run.ContentAddress);
        await using var app = builder.Build();
        app.MapGet("/readyz", () => "ok");
        await app.StartAsync(run.Ct);
        run.Ready([]);
        await app.WaitForShutdownAsync(run.Ct);
    }

    public static ServiceProvider Services(Installation installation, ConnectionStrings connections) =>
        new ServiceCollection().AddSingleton(installation).AddSingleton(connections).BuildServiceProvider();
}

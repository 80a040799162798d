using Lyceum.Demo;
using Lyceum.Identity.Setup;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Operations;
using Lyceum.Platform.Web;
using Npgsql;

namespace Lyceum;

/// <summary>Makes the host of a run: web server, worker, or both.</summary>
internal static class SchoolHost
{
    public static readonly House House = new(Rooms.All);

    public static async Task Run(HostRun run)
    {
        var spec = new HostSpec(run.Connections.App, run.Installation.Paths.Data, run.Port, run.ContentPort, run.Jobs);
        using var host = run.Web ? HouseHost.Build(House, spec) : Worker(spec);
        if (run.Demo) await DemoSeeder.Seed(host.Services, run.Students ?? DemoCrowd.Learners, run.Ct);
        await host.StartAsync(run.Ct);
        run.Ready(run.Web ? await Greeting(host.Services, spec.Origins.Main, run.Ct) : []);
        await host.WaitForShutdownAsync(run.Ct);
    }

    public static ServiceProvider Services(Installation installation, ConnectionStrings connections) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(installation)
            .AddSingleton(connections)
            .AddHouse(House, NpgsqlDataSource.Create(connections.App))
            .BuildServiceProvider();

    /// <summary>The same services and jobs without a server: no port is opened.</summary>
    private static IHost Worker(HostSpec spec)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "lyceum", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(spec).AddSingleton(spec.Origins).AddHouse(House, NpgsqlDataSource.Create(spec.Database)).AddEngineRoom();
        return builder.Build();
    }

    /// <summary>What the newcomer needs: the sign-ins of a demo school, or the link by which an empty one gets its first administrator.</summary>
    private static async Task<IReadOnlyList<string>> Greeting(IServiceProvider services, string origin, CancellationToken ct)
    {
        try
        {
            await using (var scope = services.CreateAsyncScope())
            {
                if (await DemoSeeder.IsSeeded(scope.ServiceProvider.GetRequiredService<LyceumDb>(), ct)) return DemoSignIns.Lines;
            }
            return await SetupLink.Create(services, origin, ct) is { } link ? ["set up the school here (once, within 24 hours):", $"  {link}"] : [];
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            return ["the database went away while this was written; start again to see how to sign in"];   // the server stands, and waits for it
        }
    }
}

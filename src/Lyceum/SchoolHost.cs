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
        await using var app = HouseHost.Build(House, spec);
        await app.StartAsync(run.Ct);
        run.Ready([]);
        await app.WaitForShutdownAsync(run.Ct);
    }

    public static ServiceProvider Services(Installation installation, ConnectionStrings connections) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(installation)
            .AddSingleton(connections)
            .AddHouse(House, NpgsqlDataSource.Create(connections.App))
            .BuildServiceProvider();
}

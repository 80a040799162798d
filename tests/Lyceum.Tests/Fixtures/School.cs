using System.Net;
using System.Net.Http.Headers;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lyceum.Tests.Fixtures;

/// <summary>
/// A running school for one test class: the real host on loopback ports, a database of its own, a clock that tests may move.
/// </summary>
public class School : IAsyncLifetime
{
    private WebApplication? _app;

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; private set; } = null!;

    /// <summary>The clock the whole school reads.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>Folder of files and logs.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("lyceum-school-").FullName;

    /// <summary>The two addresses.</summary>
    public Origins Origins { get; private set; } = null!;

    /// <summary>The services of the running host.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>The modules.</summary>
    public virtual House House { get; } = new(Rooms.All);

    /// <summary>Whether the job worker runs; classes that step jobs by hand switch it off.</summary>
    protected virtual bool Jobs => true;

    /// <summary>Whether it believes to be in production.</summary>
    protected virtual bool IsProduction => false;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        for (var tries = 1; ; tries++)
        {
            var port = FreePorts.Pair();
            var spec = new HostSpec(Database.Connections.App, Data, port, port + 1, Jobs) { LogToConsole = Environment.GetEnvironmentVariable("LYCEUM_TEST_LOG") == "1" };
            Origins = spec.Origins;
            _app = HouseHost.Build(House, spec, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)).Replace(ServiceDescriptor.Singleton(new SchoolEnvironment(IsProduction))));
            try
            {
                await _app.StartAsync();
                break;
            }
            catch (IOException) when (tries < 5)
            {
                await _app.DisposeAsync();   // between asking for a free port and listening on it somebody else took it
            }
        }
        await Arrange();
    }

    /// <summary>What a class wants to be there before its first test.</summary>
    protected virtual Task Arrange() => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        if (Database is not null) await Database.DisposeAsync();
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client nobody has signed in, which follows no redirect.</summary>
    public HttpClient Visitor(string accept = "application/json")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseCookies = true }) { BaseAddress = new Uri(Origins.Main) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return client;
    }

    /// <summary>Runs a command through the door as a system actor that holds every permission: to arrange, as the demo school is arranged.</summary>
    public async Task<T> Do<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull =>
        (await Try(Everything, command, handler)).Value;

    /// <summary>Runs a command through the door as the actor.</summary>
    public async Task<Result<T>> Try<TCommand, T>(Actor actor, TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<Call>();
        call.Actor = actor;
        call.Channel = "cli";
        return await scope.ServiceProvider.GetRequiredService<Door>().Run(command, handler, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads through a context of its own.</summary>
    public async Task<T> Read<T>(Func<LyceumDb, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<LyceumDb>());
    }

    /// <summary>May do everything, is nobody.</summary>
    public Actor Everything => Actor.System("tests", House.Contributions.Permissions.Select(p => p.Name));
}

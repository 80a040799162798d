using Lyceum.Platform.Files;
using System.Collections.Concurrent;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Lyceum.Tests.Jobs;

/// <summary>One database and as many worker processes as a test wants, each a host of its own with the whole house and some kinds of job for tests.</summary>
public sealed class Workshop : IAsyncLifetime
{
    private readonly ConcurrentBag<IHost> _hosts = [];

    internal TestDatabase Database { get; private set; } = null!;

    /// <summary>What the test jobs do, by the word in their payload.</summary>
    internal ConcurrentDictionary<string, Func<JobRun, Task>> Work { get; } = new(StringComparer.Ordinal);

    private readonly string _data = Directory.CreateTempSubdirectory("lyceum-workshop-").FullName;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        await Database.Execute("CREATE TABLE platform.effects (word text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) host.Dispose();
        if (Database is not null) await Database.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A process: with a worker unless told otherwise.</summary>
    internal async Task<IHost> Start(Action<JobOptions>? options = null, bool jobs = true, string? cron = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var house = new House([.. Rooms.All, new TestRoom(this, cron)]);
        var source = NpgsqlDataSource.Create(Database.Connections.App);
        builder.Services.AddHouse(house, source).AddEngineRoom(jobs);
        builder.Services.AddSingleton(new DataFolder(_data));
        builder.Services.AddSingleton(new Origins("http://localhost:8080", "http://127.0.0.1:8081"));
        builder.Services.PostConfigure<JobOptions>(o =>
        {
            o.Poll = TimeSpan.FromMilliseconds(200);
            o.BackOff = TimeSpan.FromMilliseconds(20);
            options?.Invoke(o);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Queues a job of the test kind by an act; returns its id.</summary>
    internal async Task<Guid> Queue(IHost host, string word, string? key = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<Call>();
        call.Actor = Actor.System("tests");
        return (await scope.ServiceProvider.GetRequiredService<Door>().Run(new AskForWork(word, key), AskingForWork.Handle, TestContext.Current.CancellationToken)).Value.JobId;
    }

    internal Task<string?> State(Guid job) => Database.Value<string>($"SELECT state FROM platform.jobs WHERE id = '{job}'");

    internal Task<long> Effects(string word) => Database.Value<long>($"SELECT count(*) FROM platform.effects WHERE word = '{word}'");

    /// <summary>Waits until the condition holds, looking often; fails after ten seconds.</summary>
    internal static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (!await holds()) await Task.Delay(20, patience.Token);
    }

    private sealed class TestRoom(Workshop workshop, string? cron) : IModule
    {
        public string Name => "tests";

        public void Contribute(Contributions add)
        {
            add.Job<WorkToDo>("tests.work", (payload, run) => workshop.Work[payload.Word](run));
            add.Job<NoPayload>("tests.tick", (_, run) => workshop.Work["tick"](run));
            if (cron is not null) add.Schedule("tests.tick", cron);
        }
    }
}

public sealed record WorkToDo(string Word);

public sealed record Asked(Guid JobId);

[Open("a test asks")]
public sealed record AskForWork(string Word, string? Key);

public static class AskingForWork
{
    public static Task<Result<Asked>> Handle(AskForWork command, Act act) =>
        Task.FromResult<Result<Asked>>(new Asked(act.Enqueue("tests.work", new WorkToDo(command.Word), key: command.Key)));
}

[Open("a test's effect")]
public sealed record LeaveEffect(string Word);

public static class LeavingEffects
{
    public static async Task<Result<Done>> Handle(LeaveEffect command, Act act)
    {
        await act.Db.Database.ExecuteSqlAsync($"INSERT INTO platform.effects (word) VALUES ({command.Word})", act.Ct);
        return Done.It;
    }
}

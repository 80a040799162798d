using System.Diagnostics;
using System.Globalization;
using Lyceum.Academics;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Tokens;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Tests.Faults;

/// <summary>
/// A school to be killed: the built executable as a process of its own, on a private cluster that flushes to disk as a real school's does. The tests
/// arrange and look through the database; every fact goes through the server's HTTP.
/// </summary>
internal sealed class KilledSchool : IAsyncDisposable
{
    /// <summary>Of everybody.</summary>
    public const string Password = "chalk and three swans";

    private static int number;

    private readonly ServiceProvider _services;
    private readonly NpgsqlDataSource _arranging;
    private readonly string _hash;

    private KilledSchool(ClusterPaths paths, PrivateCluster cluster, string verb)
    {
        Paths = paths;
        Connections = cluster.Connections;
        Superuser = cluster.Superuser(ConnectionStrings.DatabaseName);
        Owner = NpgsqlDataSource.Create(Connections.Owner);
        Server = new ServerProcess(paths, Mail.Port, verb);
        Directory.CreateDirectory(Path.Combine(paths.Data, "tmp"));
        _arranging = NpgsqlDataSource.Create(Connections.App);
        _services = new ServiceCollection().AddLogging()
            .AddSingleton(new HostSpec(Connections.App, paths.Data, Server.Port, Server.Port + 1, Jobs: false)).AddHouse(House, _arranging).BuildServiceProvider();
        _hash = _services.GetRequiredService<Passwords>().Hash(Password);
    }

    public static House House { get; } = new(Rooms.All);

    public ClusterPaths Paths { get; }

    public ConnectionStrings Connections { get; }

    /// <summary>The database as its owner sees it.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>The superuser of the cluster: to do what nobody in the house may.</summary>
    public string Superuser { get; }

    /// <summary>The process to kill.</summary>
    public ServerProcess Server { get; }

    public MailSink Mail { get; } = new();

    /// <summary>An empty, migrated school with its server running.</summary>
    public static async Task<KilledSchool> Open(CancellationToken ct, string verb = "serve")
    {
        var data = Directory.CreateTempSubdirectory("lyceum-faults-").FullName;
        var paths = ClusterPaths.For(Source.Root, data);
        var cluster = await PrivateCluster.Start(paths, ct: ct);
        await new Migrator(House, cluster.Connections).Up(ct);
        var school = new KilledSchool(paths, cluster, verb);
        try
        {
            await school.Do(new ChangeInstitution(new LocalizedName("School of faults"), "Faults", "Europe/Athens", "EUR"), ChangingInstitution.Handle);
            await school.Server.Start(ct);
            return school;
        }
        catch
        {
            await school.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL to every process of PostgreSQL at once; the server of the school lives on without it.</summary>
    public Task KillDatabase(CancellationToken ct) => KillPostgres(Paths, ct);

    /// <summary>SIGKILL to every process of this cluster. When it returns nothing of it runs; whether the dead have been collected is up to the machine, as it is in life.</summary>
    public static async Task KillPostgres(ClusterPaths paths, CancellationToken ct)
    {
        // The postmaster first: it would start a killed child anew.
        SystemProcess.End(Postmaster.Running(paths)!.Pid);
        while (Postmaster.Survivors(paths) is { Count: > 0 } left)
        {
            foreach (var pid in left) SystemProcess.End(pid);
            await Task.Delay(5, ct);
        }
    }

    /// <summary>PostgreSQL again, from what it had on disk.</summary>
    public async Task StartDatabase(CancellationToken ct)
    {
        await PrivateCluster.Start(Paths, ct: ct);
        // The arranging side's own connections died with it; the server under test has to find that out by itself.
        foreach (var pool in (NpgsqlDataSource[])[Owner, _arranging]) pool.Clear();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Runs another verb of the executable on this school to its end.</summary>
    public async Task<(int Exit, string Output)> Run(CancellationToken ct, params string[] words)
    {
        var start = ServerProcess.Command(Paths, Mail.Port, words);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>What the servers of this school took for bugs of their own: each request they answered 500, with its exception. A dead database is none.</summary>
    public IEnumerable<string> Bugs() =>
        from file in Directory.EnumerateFiles(Path.Combine(Paths.Data, "logs"), "lyceum*.log")
        from line in File.ReadLines(file)
        where line.Contains("Unhandled exception in request", StringComparison.Ordinal)
        select line;

    /// <summary>Runs a command through the door with every permission: to arrange.</summary>
    public async Task<T> Do<TCommand, T>(TCommand command, Func<TCommand, Act, Task<Result<T>>> handler) where TCommand : notnull where T : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<Call>();
        (call.Actor, call.Channel) = (Actor.System("tests", House.Contributions.Permissions.Select(p => p.Name)), "cli");
        var done = await scope.ServiceProvider.GetRequiredService<Door>().Run(command, handler, TestContext.Current.CancellationToken);
        return done.Ok ? done.Value : throw new InvalidOperationException($"{typeof(TCommand).Name}: {done.Refusal.Code}");
    }

    /// <summary>Reads through a context of its own.</summary>
    public async Task<T> Read<T>(Func<LyceumDb, Task<T>> read)
    {
        await using var scope = _services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<LyceumDb>());
    }

    /// <summary>A person with an account, and a client of the API with their token.</summary>
    public async Task<(Guid Id, HttpClient Client)> Person(params string[] roles)
    {
        var n = Interlocked.Increment(ref number);
        var email = $"writer{n}@school.test";
        var person = await Do(new CreatePerson("Writer", $"{n}", "en", Account: new NewAccount(email, Verified: true, PasswordHash: _hash)), CreatingPeople.Handle);
        foreach (var role in roles) await Do(new GiveRole(person.Id, role), GivingRoles.Handle);
        return (person.Id, Server.Client((await Do(new CreateTokenFor(email, "writer", null, null), CreatingTokens.Handle)).Token));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Mail.Dispose();
        await _services.DisposeAsync();
        await Owner.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await PrivateCluster.Stop(Paths);
        Directory.Delete(Paths.Data, recursive: true);
    }
}

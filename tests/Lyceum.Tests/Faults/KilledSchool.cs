using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int number;

    private readonly ServiceProvider _services;
    private readonly string _hash;
    private readonly Queue<string> _said = new();
    private Process? _server;

    private KilledSchool(ClusterPaths paths, PrivateCluster cluster)
    {
        Paths = paths;
        Connections = cluster.Connections;
        Superuser = cluster.Superuser(ConnectionStrings.DatabaseName);
        Owner = NpgsqlDataSource.Create(Connections.Owner);
        Port = FreePorts.Pair();
        Directory.CreateDirectory(Path.Combine(paths.Data, "tmp"));
        _services = new ServiceCollection().AddLogging()
            .AddSingleton(new HostSpec(Connections.App, paths.Data, Port, Port + 1, Jobs: false)).AddHouse(House, NpgsqlDataSource.Create(Connections.App)).BuildServiceProvider();
        _hash = _services.GetRequiredService<Passwords>().Hash("nobody signs in by password here");
    }

    public static House House { get; } = new(Rooms.All);

    /// <summary>The executable under test, as the front door builds it.</summary>
    public static string Program { get; } = Path.Combine(Source.Root, "src/Lyceum/bin/Release/net10.0/lyceum");

    public ClusterPaths Paths { get; }

    public ConnectionStrings Connections { get; }

    /// <summary>The database as its owner sees it.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>The superuser of the cluster: to do what nobody in the house may.</summary>
    public string Superuser { get; }

    public int Port { get; }

    public MailSink Mail { get; } = new();

    /// <summary>The process to kill.</summary>
    public int Pid => _server!.Id;

    /// <summary>What the server said last, for the report of a failure.</summary>
    public string LastWords
    {
        get { lock (_said) return string.Join('\n', _said); }
    }

    /// <summary>An empty, migrated school with its server running.</summary>
    public static async Task<KilledSchool> Open(CancellationToken ct)
    {
        var data = Directory.CreateTempSubdirectory("lyceum-faults-").FullName;
        var paths = ClusterPaths.For(Source.Root, data);
        var cluster = await PrivateCluster.Start(paths, ct: ct);
        await new Migrator(House, cluster.Connections).Up(ct);
        var school = new KilledSchool(paths, cluster);
        try
        {
            await school.Do(new ChangeInstitution(new LocalizedName("School of faults"), "Faults", "Europe/Athens", "EUR"), ChangingInstitution.Handle);
            await school.Start(ct);
            return school;
        }
        catch
        {
            await school.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server and returns how long it took until <c>/readyz</c> answered 200.</summary>
    public async Task<TimeSpan> Start(CancellationToken ct, params string[] words)
    {
        var start = new ProcessStartInfo(Program, [.. words.Length == 0 ? ["serve"] : words, "--data", Paths.Data, "--port", Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Paths.Data,
        };
        Surroundings(start);
        var from = Stopwatch.GetTimestamp();
        _server = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
        _server.OutputDataReceived += (_, e) => Remember(e.Data);
        _server.ErrorDataReceived += (_, e) => Remember(e.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        using var client = Client(null);
        while (Stopwatch.GetElapsedTime(from) < Patience)
        {
            if (_server.HasExited) throw new InvalidOperationException($"The server ended with {_server.ExitCode}:\n{LastWords}");
            try
            {
                using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode) return Stopwatch.GetElapsedTime(from);
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(20, ct);
        }
        throw new TimeoutException($"The server was not ready after {Patience.TotalSeconds:0} s:\n{LastWords}");
    }

    /// <summary>SIGKILL: nothing of it runs any more, not even a handler.</summary>
    public async Task Kill(CancellationToken ct)
    {
        _server!.Kill();
        await _server.WaitForExitAsync(ct);
        _server.Dispose();
        _server = null;
    }

    /// <summary>SIGTERM, as a supervisor sends it; the exit code.</summary>
    public async Task<int> Stop(CancellationToken ct)
    {
        SystemProcess.Terminate(_server!.Id);
        await _server.WaitForExitAsync(ct).WaitAsync(Patience, ct);
        var code = _server.ExitCode;
        _server.Dispose();
        _server = null;
        return code;
    }

    /// <summary>Runs another verb of the executable on this school to its end.</summary>
    public async Task<(int Exit, string Output)> Run(CancellationToken ct, params string[] words)
    {
        var start = new ProcessStartInfo(Program, [.. words, "--data", Paths.Data]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Paths.Data };
        Surroundings(start);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await error);
    }

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
        return (person.Id, Client((await Do(new CreateTokenFor(email, "writer", null, null), CreatingTokens.Handle)).Token));
    }

    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = new Uri($"http://localhost:{Port}"), Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false }) await Kill(CancellationToken.None);
        Mail.Dispose();
        await _services.DisposeAsync();
        await Owner.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await PrivateCluster.Stop(Paths);
        Directory.Delete(Paths.Data, recursive: true);
    }

    private void Surroundings(ProcessStartInfo start)
    {
        // Its own cluster, whatever database this machine's environment names; its own folder for what it writes in passing.
        foreach (var name in (string[])["DATABASE_URL", "LYCEUM_WORKER", "LYCEUM_ORIGIN", "LYCEUM_CONTENT_ORIGIN"]) start.Environment.Remove(name);
        start.Environment["TMPDIR"] = Path.Combine(Paths.Data, "tmp");
        start.Environment["LYCEUM_HOME"] = Source.Root;
        start.Environment["SMTP_HOST"] = "127.0.0.1";
        start.Environment["SMTP_PORT"] = Mail.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["SMTP_FROM"] = "school@school.test";
        start.Environment["SMTP_TLS"] = "off";
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > 40) _said.Dequeue();
        }
    }
}

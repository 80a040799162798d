using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Lyceum.Platform.Database;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules;

namespace Lyceum.Tests.Faults;

/// <summary>The built executable as a process of its own, on a port of its own; several may serve one school.</summary>
internal sealed class ServerProcess(ClusterPaths paths, int mailPort, string verb = "serve") : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Queue<string> _said = new();
    private Process? _process;

    /// <summary>The executable under test, as the front door builds it.</summary>
    public static string Program { get; } = Path.Combine(Source.Root, "src/Lyceum/bin/Release/net10.0/lyceum");

    public int Port { get; } = FreePorts.Pair();

    public Uri Address => new($"http://localhost:{Port}");

    public int Pid => _process!.Id;

    /// <summary>What it said last, for the report of a failure.</summary>
    public string LastWords
    {
        get { lock (_said) return string.Join('\n', _said); }
    }

    /// <summary>Starts it and returns how long it took until <c>/readyz</c> answered 200.</summary>
    public async Task<TimeSpan> Start(CancellationToken ct)
    {
        var from = Stopwatch.GetTimestamp();
        _process = Process.Start(Command(paths, mailPort, verb, "--port", Port.ToString(CultureInfo.InvariantCulture))) ?? throw new InvalidOperationException($"{Program} did not start.");
        _process.OutputDataReceived += (_, e) => Remember(e.Data);
        _process.ErrorDataReceived += (_, e) => Remember(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Ready(ct);
        return Stopwatch.GetElapsedTime(from);
    }

    /// <summary>Waits until <c>/readyz</c> answers 200; how long that took.</summary>
    public async Task<TimeSpan> Ready(CancellationToken ct)
    {
        using var client = Client(null);
        var from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from) < Patience)
        {
            if (_process!.HasExited) throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{LastWords}");
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
        _process!.Kill();
        await _process.WaitForExitAsync(ct);
        _process.Dispose();
        _process = null;
    }

    /// <summary>A client of this server's API.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>A verb of the executable on the school of this data folder.</summary>
    public static ProcessStartInfo Command(ClusterPaths paths, int mailPort, params string[] words)
    {
        var start = new ProcessStartInfo(Program, [.. words, "--data", paths.Data]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = paths.Data };
        // Its own cluster, whatever database this machine's environment names; its own folder for what it writes in passing.
        foreach (var name in (string[])["DATABASE_URL", "LYCEUM_WORKER", "LYCEUM_ORIGIN", "LYCEUM_CONTENT_ORIGIN"]) start.Environment.Remove(name);
        start.Environment["TMPDIR"] = Path.Combine(paths.Data, "tmp");
        start.Environment["LYCEUM_HOME"] = Source.Root;
        start.Environment["SMTP_HOST"] = "127.0.0.1";
        start.Environment["SMTP_PORT"] = mailPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["SMTP_FROM"] = "school@school.test";
        start.Environment["SMTP_TLS"] = "off";
        return start;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await Kill(CancellationToken.None);
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

using System.Diagnostics;
using System.Globalization;

namespace Lyceum.Bench;

/// <summary>A process of the built executable.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly long _readyAt = Stopwatch.GetTimestamp();

    private Server(Process process, int port, TimeSpan ready) => (_process, Port, Ready) = (process, port, ready);

    public int Port { get; }

    /// <summary>From the start of the process to its first 200 at /readyz.</summary>
    public TimeSpan Ready { get; }

    /// <summary>Since it answered first.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_readyAt);

    public Uri Address => new($"http://localhost:{Port}");

    public static string Home => Environment.GetEnvironmentVariable("LYCEUM_HOME") ?? throw new BenchStop("start me by ./lyceum bench: LYCEUM_HOME is not set");

    public static async Task<Server> Start(string data, CancellationToken ct, params string[] words)
    {
        var program = Path.Combine(Home, "src", "Lyceum", "bin", "Release", "net10.0", "lyceum");
        var port = Ports.Free();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = data };
        foreach (var word in (string[])[.. words, "--data", data, "--port", port.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(word);
        // The private cluster is what is measured on, whatever database this machine's environment names.
        start.Environment.Remove("DATABASE_URL");
        var from = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new BenchStop($"{program} did not start");
        var said = new List<string>();
        process.OutputDataReceived += (_, e) => { lock (said) said.Add(e.Data ?? ""); };
        process.ErrorDataReceived += (_, e) => { lock (said) said.Add(e.Data ?? ""); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
        while (Stopwatch.GetElapsedTime(from) < Patience)
        {
            if (process.HasExited) throw new BenchStop($"lyceum {words[0]} ended with {process.ExitCode}:\n{string.Join('\n', said.TakeLast(15))}");
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"), ct);
                if (answer.IsSuccessStatusCode) return new Server(process, port, Stopwatch.GetElapsedTime(from));
            }
            catch (Exception e) when (e is HttpRequestException or System.Net.Sockets.SocketException)
            {
                // Not listening yet; or listening and closing between the two, which .NET lets through bare.
            }
            await Task.Delay(10, ct);
        }
        process.Kill();
        throw new BenchStop($"lyceum {words[0]} was not ready after {Patience.TotalMinutes:0} minutes");
    }

    /// <summary>Resident memory now, in MiB.</summary>
    public double Resident()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
        _process.Dispose();
    }
}

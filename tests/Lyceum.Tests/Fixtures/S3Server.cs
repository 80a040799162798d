using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Lyceum.Platform.Files;

namespace Lyceum.Tests.Fixtures;

/// <summary>A real S3 server on a loopback port, as a process of its own, with a wire in front that can be told to go wrong.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private static readonly HttpClient Control = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _folder = Directory.CreateTempSubdirectory("lyceum-s3-").FullName;
    private Process? _process;

    public int Port { get; } = FreePorts.Pair();

    public string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>What a school is told to use it.</summary>
    public Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["LYCEUM_S3_ENDPOINT"] = Endpoint,
        ["LYCEUM_S3_BUCKET"] = "lyceum",
        ["LYCEUM_S3_ACCESS_KEY"] = "S3RVER",
        ["LYCEUM_S3_SECRET_KEY"] = "S3RVER",
    };

    public static async Task<S3Server> Open()
    {
        var server = new S3Server();
        await server.Start();
        return server;
    }

    public async Task Start()
    {
        var tools = await NodeTools.Install();
        _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(tools, "s3.mjs"), Port.ToString(CultureInfo.InvariantCulture), _folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        if (await _process.StandardOutput.ReadLineAsync(patience.Token) != "ready") throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync(patience.Token));
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        if (_process is not { } process) return;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Returns when it is gone, by a fault it was told.</summary>
    public async Task Gone()
    {
        await _process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        await Kill();
    }

    /// <summary>Has the wire do this from now on, and forget what has passed.</summary>
    public async Task Wire(string word) => (await Control.PostAsync($"{Endpoint}/__wire", new StringContent(word), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    /// <summary>The requests since the wire was last told something: <c>METHOD path bytes</c>.</summary>
    public async Task<string[]> Passed() => (await Control.GetFromJsonAsync<string[]>($"{Endpoint}/__wire", TestContext.Current.CancellationToken))!;

    /// <summary>Where the server keeps the object: what is really there, whatever it answers.</summary>
    public string ObjectOf(string hash) => Path.Combine(_folder, "lyceum", "files", $"{ContentHash.PathOf(hash)}._S3rver_object");

    /// <summary>All objects, by hash.</summary>
    public string[] Hashes => [.. Directory.EnumerateFiles(Path.Combine(_folder, "lyceum"), "*._S3rver_object", SearchOption.AllDirectories).Select(f => Path.GetFileName(f).Split('.')[0])];

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(_folder, recursive: true);
    }
}

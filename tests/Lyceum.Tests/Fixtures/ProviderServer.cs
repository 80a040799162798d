using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lyceum.Tests.Fixtures;

/// <summary>A real OpenID Connect provider on a loopback port, as a process of its own, with a wire in front that can be told to lie.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    public const string ClientId = "lyceum", ClientSecret = "a secret of the tests, long enough";
    private static readonly HttpClient Control = new(new SocketsHttpHandler { UseProxy = false });
    private Process? process;

    public int Port { get; } = FreePorts.Pair();

    public string Issuer => $"http://127.0.0.1:{Port}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ProviderServer> Open()
    {
        var server = new ProviderServer();
        await server.Start();
        return server;
    }

    public async Task Start()
    {
        var tools = await NodeTools.Install();
        process = Process.Start(new ProcessStartInfo("node", [Path.Combine(tools, "oidc.mjs"), Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += static (_, _) => { };   // its warnings would fill the pipe and stop it
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line != "ready") continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }
        throw new InvalidOperationException("The provider ended before it was ready.");
    }

    /// <summary>SIGKILL: from now on nobody listens there.</summary>
    public async Task Kill()
    {
        if (process is not { } running) return;
        if (!running.HasExited) running.Kill();
        await running.WaitForExitAsync(CancellationToken.None);
        running.Dispose();
        process = null;
    }

    /// <summary>Tells the wire something more, and has it forget what has passed.</summary>
    public async Task Tell(object more) => (await Control.PostAsJsonAsync($"{Issuer}/__wire", more, Ct)).EnsureSuccessStatusCode();

    /// <summary>The requests since it was last told something: <c>METHOD path</c>.</summary>
    public async Task<string[]> Passed() => [.. (await Said())["passed"]!.AsArray().Select(p => (string)p!)];

    /// <summary>The last ID token as the provider made it.</summary>
    public async Task<string> LastToken() => (string)(await Said())["lastIdToken"]!;

    /// <summary>Goes where the school sends a browser, signs in there as who was told, and comes back to the address with the code.</summary>
    public static async Task<string> Visit(Uri address, string back)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() });
        for (var steps = 0; steps < 8; steps++)
        {
            using var answer = await browser.GetAsync(address, Ct);
            Assert.True(answer.Headers.Location is not null, $"{(int)answer.StatusCode} at {address}: {await answer.Content.ReadAsStringAsync(Ct)}");
            address = new Uri(address, answer.Headers.Location);
            if (address.AbsoluteUri.StartsWith(back, StringComparison.Ordinal)) return address.PathAndQuery;
        }
        throw new InvalidOperationException($"The provider led to {address} and not back.");
    }

    public async ValueTask DisposeAsync() => await Kill();

    private async Task<JsonNode> Said() => (await Control.GetFromJsonAsync<JsonNode>($"{Issuer}/__wire", JsonSerializerOptions.Web, Ct))!;
}

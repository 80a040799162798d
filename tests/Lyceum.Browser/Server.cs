using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules;
using Lyceum.Tests.Mail;

namespace Lyceum.Browser;

/// <summary>The real executable in a process of its own, as an operator runs it: <c>lyceum serve</c> with everything from the environment. It can be killed.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly SmtpServer? smtp;
    private readonly string data = Directory.CreateTempSubdirectory("lyceum-journey-").FullName;
    private readonly int port = FreePorts.Pair();
    private readonly List<string> said = [];
    private Process? process;

    private Server(TestDatabase database, SmtpServer? smtp) => (this.database, this.smtp) = (database, smtp);

    /// <summary>Its address.</summary>
    public string Origin => $"http://localhost:{port}";

    /// <summary>The one-time link it printed.</summary>
    public string SetupLink => Link().Match(Said).Value is { Length: > 0 } link ? link : throw new InvalidOperationException($"No link was printed: {Said}");

    private string Said
    {
        get { lock (said) return string.Join('\n', said); }
    }

    /// <summary>Starts it on the database, with its mail going to the server given.</summary>
    public static async Task<Server> Start(TestDatabase database, SmtpServer smtp)
    {
        var server = new Server(database, smtp);
        await server.StartAgain();
        return server;
    }

    /// <summary>The demo school on the database: <c>lyceum up --demo</c>; its mail is shown and not sent.</summary>
    public static async Task<Server> StartDemo(TestDatabase database)
    {
        var server = new Server(database, smtp: null);
        await server.StartAgain();
        return server;
    }

    /// <summary>Starts it, once more after it was killed, and waits until it is ready.</summary>
    public async Task StartAgain()
    {
        var program = Path.Combine(Source.Root, "src/Lyceum/bin/Release/net10.0/lyceum");
        var start = new ProcessStartInfo(program, [.. smtp is null ? (string[])["up", "--demo"] : ["serve"], "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DATABASE_URL"] = database.Connections.App;
        start.Environment["DATABASE_OWNER_URL"] = database.Connections.Owner;
        if (smtp is not null) foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SMTP_HOST"] = "localhost",
            ["SMTP_PORT"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["SMTP_FROM"] = "school@lyceum.test",
            // Only this one certificate is trusted, so the mail really went over TLS to this server.
            ["SSL_CERT_FILE"] = smtp.CertificateFile,
        }) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            if (process.HasExited || tries > 1200) throw new InvalidOperationException($"The server did not start: {Said}");
            try
            {
                if ((await client.GetAsync(new Uri($"{Origin}/readyz"), TestContext.Current.CancellationToken)).IsSuccessStatusCode && Said.Contains("Lyceum is running", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it as a power cut does: SIGKILL, no goodbye.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
        process = null;
    }

    /// <summary>Everything it has written to its log files so far.</summary>
    public async Task<string> Logged()
    {
        var lines = new System.Text.StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "logs")))
        {
            using var log = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            lines.Append(await log.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
        return lines.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
        // Its logs outlive it: whoever finds a 500 in a picture looks here.
        var kept = Directory.CreateDirectory(Path.Combine(Source.Root, "tests", "Lyceum.Browser", "TestResults", "logs")).FullName;
        foreach (var log in Directory.EnumerateFiles(Path.Combine(data, "logs"))) File.Copy(log, Path.Combine(kept, $"{port}-{Path.GetFileName(log)}"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(kept, $"{port}-console.log"), Said);
        Directory.Delete(data, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.Add(line);
    }

    [GeneratedRegex(@"http://localhost:\d+/setup\?token=\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}

using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Channels;

namespace Lyceum.Tests.Mail;

/// <summary>A message as the server got it; <see cref="Raw"/> is what came over the wire.</summary>
public sealed record Received(string From, string[] To, bool Secure, string? User, string Raw);

/// <summary>A real SMTP server in a process of its own (npm's smtp-server), which takes mail only after STARTTLS.</summary>
public sealed class SmtpServer : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly Channel<Received> _mails = Channel.CreateUnbounded<Received>();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lyceum-smtp-");
    private Process? _server;

    public int Port { get; private set; }

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        var tools = await Install();
        var certificate = Certificate();
        // The certificate signs itself, so trust is given to exactly this one.
#pragma warning disable SYSLIB0014, MA0039
        ServicePointManager.ServerCertificateValidationCallback = (_, shown, _, errors) => errors == SslPolicyErrors.None || shown?.GetCertHashString() == certificate;
#pragma warning restore SYSLIB0014, MA0039
        _server = Start("node", tools, "smtp.mjs", Path.Combine(_folder.FullName, "key.pem"), Path.Combine(_folder.FullName, "cert.pem"));
        var first = await _server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(await _server.StandardError.ReadToEndAsync());
        Port = JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32();
        _ = Task.Run(async () =>
        {
            while (await _server.StandardOutput.ReadLineAsync() is { } line) _mails.Writer.TryWrite(JsonSerializer.Deserialize<Received>(line, Web)!);
        });
    }

    /// <summary>The next message to the address; others are skipped.</summary>
    public async Task<Received> Next(string to)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (true)
        {
            var mail = await _mails.Reader.ReadAsync(patience.Token);
            if (mail.To.Contains(to)) return mail;
        }
    }

    /// <summary>Whether another message to the address has come.</summary>
    public bool HasMore(string to)
    {
        while (_mails.Reader.TryRead(out var mail)) if (mail.To.Contains(to)) return true;
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_server.HasExited) _server.Kill();
            _server.Dispose();
        }
        _folder.Delete(recursive: true);
    }

    private static async Task<string> Install([CallerFilePath] string here = "")
    {
        var tools = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "tools"));
        if (Directory.Exists(Path.Combine(tools, "node_modules", "smtp-server"))) return tools;
        using var npm = Start("npm", tools, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
        return npm.ExitCode == 0 ? tools : throw new InvalidOperationException(await npm.StandardError.ReadToEndAsync());
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    private string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        File.WriteAllText(Path.Combine(_folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder.FullName, "cert.pem"), certificate.ExportCertificatePem());
        return certificate.GetCertHashString();
    }
}

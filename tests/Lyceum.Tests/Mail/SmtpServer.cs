using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Mail;

/// <summary>A message as the server got it; <see cref="Raw"/> is what came over the wire.</summary>
public sealed partial record Received(string From, string[] To, bool Secure, string? User, string Raw)
{
    /// <summary>What a reader sees whose program shows no HTML.</summary>
    public string Words => Bodies()[0];

    /// <summary>What the others see.</summary>
    public string Html => Bodies()[1];

    private List<string> Bodies() => [.. Base64Part.Matches(Raw).Select(m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups["body"].Value.ReplaceLineEndings(""))))];

    [GeneratedRegex(@"Content-Transfer-Encoding: base64\r?\n\r?\n(?<body>[A-Za-z0-9+/=\r\n]+)", RegexOptions.None, 1000)]
    private static partial Regex Base64Part { get; }
}

/// <summary>A real SMTP server in a process of its own (npm's smtp-server), which takes mail only after STARTTLS.</summary>
public sealed class SmtpServer : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly Channel<Received> _mails = Channel.CreateUnbounded<Received>();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lyceum-smtp-");
    private Process? _server;

    public int Port { get; private set; }

    /// <summary>The certificate it shows, which signs itself: a school in another process trusts it by <c>SSL_CERT_FILE</c>.</summary>
    public string CertificateFile => Path.Combine(_folder.FullName, "cert.pem");

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        var tools = await NodeTools.Install();
        var certificate = Certificate();
        // The certificate signs itself, so trust is given to exactly this one.
#pragma warning disable SYSLIB0014, MA0039
        ServicePointManager.ServerCertificateValidationCallback = (_, shown, _, errors) => errors == SslPolicyErrors.None || shown?.GetCertHashString() == certificate;
#pragma warning restore SYSLIB0014, MA0039
        _server = Start("node", tools, "smtp.mjs", Path.Combine(_folder.FullName, "key.pem"), CertificateFile);
        var first = await _server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(await _server.StandardError.ReadToEndAsync());
        Port = JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32();
        _ = Task.Run(async () =>
        {
            try
            {
                while (await _server.StandardOutput.ReadLineAsync() is { } line) _mails.Writer.TryWrite(JsonSerializer.Deserialize<Received>(line, Web)!);
            }
            catch (JsonException e)
            {
                _mails.Writer.TryComplete(e);       // whoever waits for mail is told, instead of waiting for nothing
            }
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
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        return certificate.GetCertHashString();
    }
}

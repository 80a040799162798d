using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Pdf;

/// <summary>
/// Prints HTML as a tagged PDF with headless Chromium (ADR 0010 tells why not the lighter WeasyPrint), one process per document, a few at a time, without
/// network, script or files of the machine. Thread-safe.
/// </summary>
public sealed class PdfRenderer(IConfiguration configuration)
{
    private const string Prefix = "lyceum-pdf-";
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable"];
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly SemaphoreSlim _turns = new(Math.Clamp(Environment.ProcessorCount / 2, 1, 4));

    /// <summary>Where the folders of running prints are made.</summary>
    internal string Work { get; init; } = Path.GetTempPath();

    /// <summary>Longest time for one document.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    internal static void Contribute(Contributions add) => add.Services(services => services.AddSingleton<PdfRenderer>());

    /// <summary>The PDF's bytes; the same for the same source and version of Chromium.</summary>
    /// <exception cref="PdfFailure">No renderer on this machine, over the time limit, or no document came out.</exception>
    public async Task<byte[]> RenderAsync(PdfSource source, CancellationToken ct)
    {
        var program = Program();
        await _turns.WaitAsync(ct);
        SweepAbandoned();
        // A short name: Chromium opens a socket below it and gives up where the whole path has more than 107 letters.
        var folder = Directory.CreateDirectory(Path.Combine(Work, Prefix + RandomNumberGenerator.GetHexString(12, lowercase: true)), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            var output = Path.Combine(folder, "page.pdf");
            await File.WriteAllTextAsync(page, Html(source), new UTF8Encoding(false), ct);
            await Run(program, folder, page, output, ct);
            if (!File.Exists(output)) throw new PdfFailure("Chromium ended without a document.");
            var pdf = await File.ReadAllBytesAsync(output, ct);
            if (!pdf.AsSpan().StartsWith("%PDF-"u8)) throw new PdfFailure("Chromium wrote something that is no PDF.");
            SetDate(pdf, source.At);
            return pdf;
        }
        finally
        {
            _turns.Release();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A server that was killed left folders behind, with names of people in them. Those of a print that is still running are younger than its time limit.</summary>
    private void SweepAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(Work, Prefix + "*"))
        {
            try
            {
                // Times of files are the machine's, whatever clock the house reads.
                if (Directory.GetLastWriteTimeUtc(folder) < TimeProvider.System.GetUtcNow().UtcDateTime - 2 * TimeLimit) Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // Another user's, or gone meanwhile.
            }
        }
    }

    private string Program() =>
        (configuration["LYCEUM_CHROMIUM"] is { Length: > 0 } named ? [named] : Programs).FirstOrDefault(File.Exists)
        ?? throw new PdfFailure("No Chromium on this machine: apt-get install chromium, or name one in LYCEUM_CHROMIUM.");

    private static string Html(PdfSource source) =>
        $"""
        <!doctype html>
        <html lang="{source.Language.Code}" dir="{source.Language.Direction}">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">
        <title>{Encoder.Encode(source.Title)}</title>
        <style>{source.Styles.Replace("</", "<\\/", StringComparison.Ordinal)}</style>
        </head>
        <body>{source.Body}</body>
        </html>
        """;

    private async Task Run(string program, string folder, string page, string output, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = folder };
        start.Environment.Clear();   // nothing of ours: connection strings and keys stand in the environment
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        start.Environment["TZ"] = "UTC";
        foreach (var argument in (string[])[
            "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            // A proxy that is not there, for every address, loopback too: beside the page's own policy, nothing leaves the machine.
            "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
            $"--user-data-dir={Path.Combine(folder, "profile")}", "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={output}"]) start.ArgumentList.Add(argument);
        // Chromium refuses its own sandbox as root; the page is ours and cannot run script.
        if (Environment.IsPrivilegedProcess) start.ArgumentList.Add("--no-sandbox");
        start.ArgumentList.Add(new Uri(page).AbsoluteUri);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeLimit);
        using var process = Process.Start(start) ?? throw new PdfFailure($"{program} did not start.");
        try
        {
            process.StandardInput.Close();
            var words = process.StandardError.ReadToEndAsync(limit.Token);
            _ = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0) throw new PdfFailure($"Chromium ended with {process.ExitCode}: {string.Join(' ', (await words).Split('\n').TakeLast(4))}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new PdfFailure($"Chromium took longer than {TimeLimit.TotalSeconds:0} seconds.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);   // its last writes must not meet the removal of the folder
        }
    }

    /// <summary>Chromium writes the time of printing twice and nothing else that changes; both stand uncompressed in the Info dictionary, always equally long.</summary>
    private static void SetDate(byte[] pdf, DateTimeOffset at)
    {
        var date = Encoding.ASCII.GetBytes(at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture));
        foreach (var key in (string[])["/CreationDate (D:", "/ModDate (D:"])
        {
            var place = pdf.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(key));
            if (place < 0) throw new PdfFailure("The document has no date where Chromium writes it: this version is not known to be repeatable.");
            date.CopyTo(pdf, place + key.Length);
        }
    }
}

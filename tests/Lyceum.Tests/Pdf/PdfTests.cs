using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Pdf;
using Microsoft.Extensions.Configuration;

namespace Lyceum.Tests.Pdf;

public sealed class PdfTests
{
    private static readonly IConfiguration NoConfiguration = new ConfigurationBuilder().Build();

    private static readonly PdfSource Certificate = new(
        "Certificate — Ελένη Παπαδάκη", Language.English,
        "@page { size: A4 landscape; margin: 15mm } body { font-family: 'Noto Sans', 'Noto Naskh Arabic', sans-serif } svg { width: 30mm }",
        $"""
        <h1>Eleni Papadaki</h1>
        <p lang="el">Ελένη Παπαδάκη</p>
        <p lang="ar" dir="rtl">ليلى عبد الرحمن الخطيب</p>
        <table><thead><tr><th scope="col">Course</th></tr></thead><tbody><tr><td>Dose</td></tr></tbody></table>
        {QrCode.Svg("https://school.example/verify/AC", "QR code of the verification page")}
        """,
        new DateTimeOffset(2026, 11, 10, 9, 30, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_in_every_script_are_text_and_the_structure_is_tagged()
    {
        var pdf = await new PdfRenderer(NoConfiguration).RenderAsync(Certificate, Ct);

        var text = await Poppler("pdftotext", pdf, "-", "-");
        Assert.Contains("Ελένη Παπαδάκη", text, StringComparison.Ordinal);
        Assert.Contains("ليلى عبد الرحمن الخطيب", text, StringComparison.Ordinal);
        var info = await Poppler("pdfinfo", pdf, "-");
        Assert.Matches("Tagged: +yes", info);
        Assert.Contains("Certificate — Ελένη Παπαδάκη", info, StringComparison.Ordinal);
        Assert.Matches("CreationDate: +Tue Nov 10 09:30:00 2026", info);
        var structure = await Poppler("pdfinfo", pdf, "-struct", "-");
        foreach (var tag in (string[])["H1", "P (block)", "Table", "TH", "/Scope /Column", "TD", "Figure"]) Assert.Contains(tag, structure, StringComparison.Ordinal);
        Assert.Contains("/Alt (QR code of the verification page)", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Contains("/Lang (el)", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_source_gives_the_same_bytes_and_leaves_nothing_behind()
    {
        var work = Directory.CreateTempSubdirectory("print-");
        // What a killed server left behind goes with the next print; a print that may still be running stays.
        var abandoned = work.CreateSubdirectory("lyceum-pdf-0");
        Directory.SetLastWriteTimeUtc(abandoned.FullName, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-3));
        var running = work.CreateSubdirectory("lyceum-pdf-1");
        var renderer = new PdfRenderer(NoConfiguration) { Work = work.FullName };
        var first = await renderer.RenderAsync(Certificate, Ct);
        var second = await renderer.RenderAsync(Certificate, Ct);
        Assert.Equal(Convert.ToHexString(first), Convert.ToHexString(second));
        running.Delete();
        Assert.Empty(work.EnumerateFileSystemInfos());
        work.Delete();
    }

    [Fact]
    public async Task The_renderer_reaches_no_network_no_file_and_runs_no_script()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='50'><text y='20'>STOLEN</text></svg>", Ct);
        var body = $"""
            <p>before</p><img src="http://127.0.0.1:{port}/a.png"><link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">
            <iframe src="file://{secret}"></iframe><object data="file://{secret}"></object>
            <script>document.body.textContent = 'SCRIPTED'; fetch('http://127.0.0.1:{port}/s')</script>
            <meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/r">
            """;

        string text;
        try
        {
            text = await Poppler("pdftotext", await new PdfRenderer(NoConfiguration).RenderAsync(Certificate with { Body = body }, Ct), "-", "-");
        }
        finally
        {
            File.Delete(secret);
        }

        Assert.False(listener.Pending());
        Assert.DoesNotContain("SCRIPTED", text, StringComparison.Ordinal);
        Assert.DoesNotContain("STOLEN", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renderer_that_hangs_is_stopped_and_one_that_is_missing_is_named()
    {
        var work = Directory.CreateTempSubdirectory("print-");
        var sleeper = Path.Combine(Path.GetTempPath(), $"sleeper-{Guid.CreateVersion7():n}");
        await File.WriteAllTextAsync(sleeper, "#!/bin/sh\nsleep 300 & wait\n", Ct);
        File.SetUnixFileMode(sleeper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var renderer = new PdfRenderer(With("LYCEUM_CHROMIUM", sleeper)) { TimeLimit = TimeSpan.FromSeconds(1), Work = work.FullName };
            var watch = Stopwatch.StartNew();
            var failure = await Assert.ThrowsAsync<PdfFailure>(() => renderer.RenderAsync(Certificate, Ct));
            Assert.Contains("longer than 1 seconds", failure.Message, StringComparison.Ordinal);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }
        finally
        {
            File.Delete(sleeper);
        }
        await Assert.ThrowsAsync<PdfFailure>(() => new PdfRenderer(With("LYCEUM_CHROMIUM", "/nowhere/chromium")) { Work = work.FullName }.RenderAsync(Certificate, Ct));
        Assert.Empty(work.EnumerateFileSystemInfos());
        work.Delete();
    }

    private static IConfiguration With(string key, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

    private static async Task<string> Poppler(string program, byte[] pdf, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment["TZ"] = "UTC";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        await process.StandardInput.BaseStream.WriteAsync(pdf, Ct);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Ct);
        // Poppler marks the direction of a line with invisible characters.
        return string.Concat((await output).Where(c => c is not ('\u202A' or '\u202B' or '\u202C')));
    }
}

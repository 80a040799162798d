using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lyceum.Tests.HouseRules;

/// <summary>
/// What the documents tell people to type works. Blocks marked <c>console</c> are executed here; <c>console up</c> and <c>console test</c> start a school or
/// the tests themselves and are executed by the browser suite.
/// </summary>
public sealed partial class DocsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("lyceum-docs-").FullName;

    /// <summary>A command line a document shows.</summary>
    internal sealed record Shown(string File, string Kind, string Line);

    public static TheoryData<string> Lines => [.. All().Where(s => s.Kind == "console").Select(s => s.Line).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_line_of_a_document_works(string line)
    {
        if (!File.Exists(Path.Combine(Source.Root, "src/Lyceum/bin/Release/net10.0/lyceum"))) Assert.Skip("needs the release build, which ./lyceum test makes first");
        Assert.Matches(Ours(), line);
        var start = new ProcessStartInfo(Path.Combine(Source.Root, "lyceum"), line["./lyceum ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LYCEUM_DATA"] = _data;
        start.Environment.Remove("DATABASE_URL");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(patience.Token);
        var complained = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{line} ended with {process.ExitCode}\n{await said}{complained}");
    }

    [Fact]
    public void Every_shown_command_is_of_a_kind_somebody_executes() =>
        Assert.Empty(All().Where(s => s.Kind is not ("console" or "console up" or "console test")).Select(s => $"{s.File}: ```{s.Kind}"));

    [Fact]
    public void A_block_that_starts_something_is_marked() =>
        Assert.Empty(All().Where(s => s.Kind == "console" && Starts().IsMatch(s.Line)).Select(s => $"{s.File}: {s.Line}"));

    [Fact]
    public void The_readme_shows_both_commands()
    {
        var shown = All().Where(s => s.File == "README.md").ToList();
        Assert.Contains(shown, s => s is { Kind: "console up" } && s.Line.StartsWith("./lyceum up", StringComparison.Ordinal));
        Assert.Contains(shown, s => s is { Kind: "console test" } && s.Line.StartsWith("./lyceum test", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere() =>
        Assert.Empty(from file in Documents()
                     from Match link in Link().Matches(Source.Read(file))
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Source.Root, Path.GetDirectoryName(file) ?? "", target.Split('#')[0]))
                     select $"{file} → {target}");

    [Fact]
    public void Decisions_have_numbers_of_their_own() =>
        Assert.Empty(Source.Files("docs/adr", ".md").GroupBy(f => Path.GetFileName(f)[..4]).Where(g => g.Count() > 1).SelectMany(g => g));

    [Fact]
    public void Blocks_are_found_with_their_kind() => Assert.Equal(
        [new Shown("x.md", "console", "./lyceum help"), new Shown("x.md", "console up", "./lyceum up")],
        In("x.md", "Text\n```console\n$ ./lyceum help\noutput\n```\n```sh\n$ ./lyceum not this\n```\n```console up\n$ ./lyceum up\n```\n"));

    [Fact]
    public async Task Notices_name_what_is_locked()
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Source.Root, "tools/notices/notices.mjs"), "--check"]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
    }

    /// <summary>All command lines of all documents; the browser suite takes its part from here.</summary>
    internal static IEnumerable<Shown> All() => Documents().SelectMany(f => In(f, Source.Read(f)));

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Source.Root, "*.md").Select(f => Path.GetFileName(f)).Concat(Source.Files("docs", ".md"));

    private static IEnumerable<Shown> In(string file, string text) =>
        from Match block in Block().Matches(text)
        from line in block.Groups[2].Value.Split('\n')
        where line.StartsWith("$ ", StringComparison.Ordinal)
        select new Shown(file, block.Groups[1].Value.Trim(), line[2..].Trim());

    /// <inheritdoc />
    public void Dispose()
    {
        // A line may have started the private cluster for a moment; root hands parts of the folder to the server's user, whose files we may delete.
        Directory.Delete(_data, recursive: true);
    }

    [GeneratedRegex(@"^```(console[^\n]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\./lyceum [a-z][\w .=-]*$", RegexOptions.None, 1000)]
    private static partial Regex Ours();

    [GeneratedRegex(@"^\./lyceum (up|down|serve|worker|test|bench)\b", RegexOptions.None, 1000)]
    private static partial Regex Starts();

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}

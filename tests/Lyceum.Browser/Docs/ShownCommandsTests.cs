using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Lyceum.Tests.HouseRules;

namespace Lyceum.Browser.Docs;

/// <summary>The blocks <c>console up</c> and <c>console test</c> of the documents, executed as they are shown; <see cref="DocsTests"/> executes the plain ones.</summary>
public sealed partial class ShownCommandsTests(Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Up => Lines("console up");

    public static TheoryData<string> Test => Lines("console test");

    [Theory]
    [MemberData(nameof(Up))]
    public async Task A_shown_start_opens_a_school_that_one_can_enter_and_stop(string line)
    {
        var data = Directory.CreateTempSubdirectory("lyceum-shown-").FullName;
        try
        {
            await using (var first = await ShownStart.Run(line, data))
            {
                Assert.Equal(200, await first.Ready());
                List<string> faults = [];
                var (email, password) = (first.SignIn("learner (English)"), first.SignIn("password (all)"));
                await using (var visitor = await Visit.Begin(chromium, first.Address, "en", phone: false, "demo", faults))
                {
                    await visitor.Open("/sign-in");
                    await visitor.Fill("Model.Email", email);
                    await visitor.Fill("Model.Password", password);
                    await visitor.Press("identity.sign_in.button");
                    await visitor.SaysText("ui.demo");
                    Assert.EndsWith("/today", visitor.Page.Url, StringComparison.Ordinal);
                }
                await ReadmePictures.Take(chromium, first, faults);
                Assert.Empty(faults);
                await first.Interrupt();
            }
            Assert.False(File.Exists(Path.Combine(data, "postgres", "postmaster.pid")), "PostgreSQL is still running");

            // The data is there: no second seeding, and the whole start stays below ten seconds.
            var watch = Stopwatch.StartNew();
            await using var second = await ShownStart.Run(line, data);
            Assert.Equal(200, await second.Ready());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), string.Create(CultureInfo.InvariantCulture, $"the second start took {watch.Elapsed.TotalSeconds:0.0} s"));
            await second.Interrupt();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Test))]
    public async Task A_shown_test_run_passes(string line)
    {
        if (line == "./lyceum test")
        {
            // This very suite is what that line runs: executing it here would never end. What can be asked is that the line without words means both suites.
            Assert.Matches(@"default\)\s+projects='Lyceum\.Tests Lyceum\.Browser'", Source.Read("lyceum"));
            return;
        }
        Assert.Matches(@"^\./lyceum test (--suite \w+ )?[A-Z]\w+$", line);     // with a filter: anything wider would run for minutes, or itself
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Source.Root, "lyceum"), line["./lyceum ".Length..].Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complained = process.StandardError.ReadToEndAsync(Ct);
        var said = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, $"{line} ended with {process.ExitCode}\n{said}{await complained}");
        Assert.Matches(Counted(), said.TrimEnd().Split('\n')[^1]);
    }

    private static TheoryData<string> Lines(string kind) => [.. DocsTests.All().Where(s => s.Kind == kind).Select(s => s.Line).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("^[1-9][0-9]* passed, 0 failed$", RegexOptions.None, 1000)]
    private static partial Regex Counted();
}

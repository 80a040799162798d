using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Lyceum.Browser.Day;

/// <summary>What a learner does, from the first look at the catalogue to the certificate.</summary>
internal static class Studying
{
    /// <summary>Finds the course and takes a place.</summary>
    public static async Task Enrol(Visit visit, Script script)
    {
        await visit.Navigate("/catalogue");
        await visit.Go(() => visit.Page.Locator("article.ly-course a").First.ClickAsync());
        await visit.Show("academics.enrolment.enrol.button");
        await visit.Press("academics.enrolment.enrol.do");
        await visit.Says(script.Course);
        if (!visit.Page.Url.Contains("/courses/", StringComparison.Ordinal)) await visit.Press("academics.enrolment.go");
        await visit.SaysText("learning.next.first");
    }

    /// <summary>Reads everything before the quiz; leaves once in the middle and is led back to where it was.</summary>
    public static async Task Read(Visit visit, Script script)
    {
        await visit.Press("learning.next.start");
        await visit.Says(script.Reading);
        await Assertions.Expect(visit.Page.Locator("article math").First).ToBeAttachedAsync();
        await Assertions.Expect(visit.Page.Locator("article pre code")).ToContainTextAsync("def fahrenheit");
        await visit.Press("learning.done.next");
        await visit.Says("table.csv");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByText("table.csv").ClickAsync());
        Assert.Contains("100,212", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Away and back: the course knows where one stopped.
        await visit.Navigate("/courses", from: ".ly-bar a.ly-iconbtn");
        await visit.Go(() => visit.Page.Locator("table a").First.ClickAsync());
        await visit.Says(script.Handout);
        await visit.Press("learning.next.resume");
        await visit.Press("learning.done.next");
        await visit.Says("bipm.org");
        await visit.Press("learning.done.next");
        await visit.Says("mercury.mp4");
        await visit.Press("learning.done.next");
        await visit.Says(script.Quiz);
    }

    /// <summary>Takes the quiz; in the middle the server is killed, and nothing is lost.</summary>
    public static async Task TakeQuiz(Visit visit, Script script, Server server)
    {
        var page = visit.Page;
        await visit.Press("assessment.start");
        await Tick(page, script.Single);
        await Tick(page, script.Multiple);
        await Assertions.Expect(page.Locator("[data-save-state].is-ok")).ToContainTextAsync(visit.T["ui.saved.saved"].Split("{time}")[0].Trim());

        visit.LineIsDead = true;
        await server.Kill();
        await Of(page, script.TrueFalse).Locator("input[type=radio][value=true]").CheckAsync();
        await Assertions.Expect(page.Locator("[data-offline]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-save-state].is-wait")).ToBeVisibleAsync();
        await visit.Look();
        await Of(page, script.Short).Locator("input[name$='.text']").FillAsync(script.Short.Right[0]);
        await server.StartAgain();

        // Nobody touches the page: it finds the server again by itself.
        await Assertions.Expect(page.Locator("[data-offline]")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("[data-save-state].is-ok")).ToBeVisibleAsync();
        visit.LineIsDead = false;

        // What the server has, and not what this device kept; and both tell the reader's time, though the device stands in another zone.
        var told = await SavedAt(page);
        await page.EvaluateAsync("localStorage.clear()");
        await visit.Go(() => page.ReloadAsync());
        Assert.InRange((await SavedAt(page) - told).TotalMinutes, 0, 2);
        foreach (var asked in (Script.Asked[])[script.Single, script.Multiple])
            foreach (var option in asked.Options)
                await Assertions.Expect(Option(page, asked, option)).ToBeCheckedAsync(new LocatorAssertionsToBeCheckedOptions { Checked = asked.Right.Contains(option) });
        await Assertions.Expect(Of(page, script.TrueFalse).Locator("input[type=radio][value=true]")).ToBeCheckedAsync();
        await Assertions.Expect(Of(page, script.Short).Locator("input[name$='.text']")).ToHaveValueAsync(script.Short.Right[0]);

        await Of(page, script.Number).Locator("input[name$='.text']").FillAsync(script.Number.Right[0]);
        await visit.Show("assessment.hand-in.button");
        await visit.SaysText("assessment.hand-in.all");
        await visit.Press("assessment.hand-in.do");
        await visit.Says(visit.T.Percent(1m, 1));
    }

    /// <summary>Waits for the certificate, reads it and returns its serial.</summary>
    public static async Task<string> FetchCertificate(Visit visit, Script script)
    {
        await visit.Press("assessment.to-plan");
        await visit.SaysText("learning.finished.title");
        await visit.Press("learning.certificates.title");
        var download = visit.Words("learning.certificate.download");
        for (var tries = 0; tries < 60 && !await download.IsVisibleAsync(); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await visit.Page.ReloadAsync();
        }
        await visit.Look();
        var serial = (await visit.Page.Locator("a.ly-code").First.InnerTextAsync()).Trim();
        var paper = await visit.Page.RunAndWaitForDownloadAsync(() => download.ClickAsync());
        Assert.Equal($"{serial}.pdf", paper.SuggestedFilename);
        var words = await Words(await paper.PathAsync());
        Assert.Contains(script.LearnerName, words, StringComparison.Ordinal);
        Assert.Contains(serial, words, StringComparison.Ordinal);

        await visit.Navigate("/notifications", from: "a.ly-iconbtn[href='/notifications']");
        await visit.SaysText("learning.certificate.ready", ("course", script.Course));
        return serial;
    }

    private static async Task<TimeOnly> SavedAt(IPage page) =>
        TimeOnly.Parse(Regex.Match(await page.Locator("[data-save-state]").InnerTextAsync(), @"\d{1,2}:\d\d:\d\d", RegexOptions.None, TimeSpan.FromSeconds(1)).Value, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Tick(IPage page, Script.Asked asked)
    {
        foreach (var right in asked.Right) await Option(page, asked, right).CheckAsync();
    }

    private static ILocator Of(IPage page, Script.Asked asked) =>
        page.Locator("fieldset[data-question]").Filter(new LocatorFilterOptions { HasText = Regex.Split(asked.Prompt, @"[*$]", RegexOptions.None, TimeSpan.FromSeconds(1))[0].Trim() });

    private static ILocator Option(IPage page, Script.Asked asked, string option) =>
        Of(page, asked).Locator("label.ly-option").Filter(new LocatorFilterOptions { HasTextRegex = new Regex($@"^\s*[A-D]?\s*{Regex.Escape(option)}\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)) }).Locator("input");

    private static async Task<string> Words(string pdf)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", [pdf, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}

using Lyceum.Tests.HouseRules;
using Microsoft.Playwright;

namespace Lyceum.Browser.Docs;

/// <summary>
/// The pictures under <c>docs/screenshots</c>. They are taken in every run, so that the pages they show are looked at and the ways to them stay open; the files of the
/// repository are rewritten only when <c>LYCEUM_PICTURES=1</c>, since a letter drawn otherwise on another machine is no change of the product.
/// </summary>
internal static class ReadmePictures
{
    private const int LargestPicture = 150 * 1024;
    private static readonly string[] Names = ["landing", "course", "exam", "verify-ar"];

    public static async Task Take(Chromium chromium, ShownStart school, IList<string> faults)
    {
        var taken = Directory.CreateDirectory(Path.Combine(Source.Root, "tests", "Lyceum.Browser", "TestResults", "readme")).FullName;
        await using (var visitor = await Visit.Begin(chromium, school.Address, "en", phone: false, "readme-visitor", faults))
        {
            await visitor.Open("/");
            await Snap(visitor, taken, "landing");
        }
        await using (var learner = await SignedIn(chromium, school, "learner (English)", "en", faults))
        {
            await learner.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            await learner.Navigate("/courses");
            await learner.Go(() => learner.Page.Locator("table th a[href*='statistics']").First.ClickAsync());
            await Snap(learner, taken, "course");
            await learner.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
            await learner.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            var quiz = learner.Page.Locator("ul.ly-items li").Filter(new LocatorFilterOptions { HasText = learner.T["learning.kind.quiz"] }).Locator("a").First;
            await learner.Go(() => quiz.ClickAsync());
            await learner.Go(() => learner.Page.Locator("form[action$='/start'] button").ClickAsync());
            await learner.Page.Locator("fieldset[data-question] input[type=radio]").First.CheckAsync();
            await Assertions.Expect(learner.Page.Locator("[data-save-state].is-ok")).ToBeVisibleAsync();
            await Snap(learner, taken, "exam");
        }
        await using (var reader = await Visit.Begin(chromium, school.Address, "ar", phone: true, "readme-reader", faults))
        {
            var serial = await Serial(chromium, school, faults);
            await reader.Open($"/verify/{serial}");
            await Snap(reader, taken, "verify-ar");
        }
        foreach (var name in Names)
        {
            var (fresh, kept) = (Path.Combine(taken, $"{name}.png"), Path.Combine(Source.Root, "docs", "screenshots", $"{name}.png"));
            Assert.InRange(new FileInfo(fresh).Length, 1024, LargestPicture);
            if (Environment.GetEnvironmentVariable("LYCEUM_PICTURES") == "1") File.Copy(fresh, kept, overwrite: true);
            Assert.InRange(new FileInfo(kept).Length, 1024, LargestPicture);
            Assert.Contains($"(docs/screenshots/{name}.png)", Source.Read("README.md"), StringComparison.Ordinal);
        }
    }

    private static async Task<Visit> SignedIn(Chromium chromium, ShownStart school, string who, string language, IList<string> faults)
    {
        var visit = await Visit.Begin(chromium, school.Address, language, phone: false, "readme-learner", faults);
        await visit.Open("/sign-in");
        await visit.Fill("Model.Email", school.SignIn(who));
        await visit.Fill("Model.Password", school.SignIn("password (all)"));
        await visit.Press("identity.sign_in.button");
        return visit;
    }

    /// <summary>A certificate of one of the learners whom the start names; the papers are made by jobs, which may still be at it.</summary>
    private static async Task<string> Serial(Chromium chromium, ShownStart school, IList<string> faults)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            foreach (var (who, language) in ((string, string)[])[("learner (Arabic)", "ar"), ("learner (Greek)", "el"), ("learner (English)", "en")])
            {
                await using var holder = await SignedIn(chromium, school, who, language, faults);
                await holder.Navigate("/record/certificates");
                var issued = holder.Page.Locator("tr:has(.ly-status.is-ok) a.ly-code");
                if (await issued.CountAsync() > 0) return (await issued.First.InnerTextAsync()).Trim();
            }
            await Task.Delay(1000, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException("The demo school has given none of its named learners a certificate.");
    }

    private static Task Snap(Visit visit, string folder, string name) => visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
}

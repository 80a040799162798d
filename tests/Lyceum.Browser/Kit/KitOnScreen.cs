using Lyceum.Tests.HouseRules;
using Lyceum.Tests.Ui;
using Microsoft.Playwright;

namespace Lyceum.Browser.Kit;

/// <summary>The page of all parts in a real browser: narrow and wide, light and dark, from left and from right. Pictures are left in <c>TestResults/pages</c>.</summary>
public sealed class KitOnScreen(WorkshopSchool school, Chromium chromium) : IClassFixture<WorkshopSchool>
{
    [Theory]
    [InlineData("en", "light", 1280)]
    [InlineData("en", "dark", 320)]
    [InlineData("ar", "light", 320)]
    [InlineData("ar", "dark", 1280)]
    [InlineData("el", "light", 320)]
    public async Task Every_part_passes_axe_and_fits(string language, string theme, int width)
    {
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        await context.AddCookiesAsync([new Cookie { Name = "lyceum-language", Value = language, Url = school.Origins.Main.ToString() }, new Cookie { Name = "lyceum-theme", Value = theme, Url = school.Origins.Main.ToString() }]);
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        await page.GotoAsync($"{school.Origins.Main.ToString().TrimEnd('/')}/kit");
        Assert.Equal((language, theme), (await page.EvaluateAsync<string>("document.documentElement.lang"), await page.EvaluateAsync<string>("document.documentElement.dataset.bsTheme")));
        foreach (var twin in await page.Locator("details.ly-twin > summary").AllAsync()) await twin.ClickAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(Directory.CreateDirectory(Path.Combine(Source.Root, "tests", "Lyceum.Browser", "TestResults", "pages")).FullName, $"kit-{language}-{theme}-{width}.png") });

        Assert.Empty(await Axe.Violations(page));
        Assert.Empty(complaints);
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1).map(e => e.outerHTML.slice(0, 100))
            """));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('.nav-tabs')].filter(t => t.scrollWidth > t.clientWidth + 1).length"));   // no tab is out of sight
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.ly-plot text')].filter(t => { const r = t.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth; }).map(t => t.textContent)
            """));
    }

    [Fact]
    public async Task A_dialog_takes_the_focus_in_closes_by_escape_and_gives_it_back_without_script_of_ours()
    {
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = true });
        await context.RouteAsync("**/*.js", route => route.AbortAsync());
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{school.Origins.Main.ToString().TrimEnd('/')}/kit");
        var opener = page.Locator("button[popovertarget=sample]").First;
        await opener.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog:popover-open")).ToBeVisibleAsync();
        Assert.Equal("sample", await page.EvaluateAsync<string>("document.activeElement.closest('dialog')?.id"));
        Assert.Empty(await Axe.Violations(page));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog:popover-open")).ToHaveCountAsync(0);
        Assert.Equal("sample", await page.EvaluateAsync<string>("document.activeElement.getAttribute('popovertarget')"));
    }
}

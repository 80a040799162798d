using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

namespace Lyceum.Browser.Catalogue;

/// <summary>A visitor reads the catalogue in a real browser, on a phone and on a desk, in two directions of writing.</summary>
public sealed class CatalogueJourney(CatalogueJourney.WithCourses school, Chromium chromium) : IClassFixture<CatalogueJourney.WithCourses>
{
    /// <summary>The same 25 courses the HTTP tests page through.</summary>
    public sealed class WithCourses : Lyceum.Tests.Academics.CatalogueTests.WithCourses;

    [Theory]
    [InlineData("en", "ltr", 1280)]
    [InlineData("ar", "rtl", 390)]
    public async Task The_catalogue_reads_in_both_directions_without_a_sideways_scroll(string language, string direction, int width)
    {
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { Locale = language, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };

        await page.GotoAsync($"{school.Origins.Main}/catalogue");

        Assert.Equal(direction, await page.EvaluateAsync<string>("document.documentElement.dir"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.NotEqual(0, await page.Locator("article.ly-course").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways");
        await page.Locator("article.ly-course a").First.ClickAsync();
        Assert.Contains("/catalogue/test-", page.Url, StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Empty(complaints);
    }
}

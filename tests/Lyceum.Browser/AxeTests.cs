namespace Lyceum.Browser;

/// <summary>The instrument itself: a page that is wrong is found out, or a day without violations says nothing.</summary>
public sealed class AxeTests(Chromium chromium)
{
    [Theory]
    [InlineData("<img src='data:,'>", "image-alt")]
    [InlineData("<p style='color:#bbb;background:#fff'>too pale</p>", "color-contrast")]
    [InlineData("<h4>skipped two</h4>", "heading-order")]
    [InlineData("<input>", "label")]
    public async Task A_planted_fault_is_found(string fault, string rule)
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync($"<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1><p>Sound.</p></main></html>");
        Assert.Empty(await Axe.Violations(page));
        await page.SetContentAsync($"<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{fault}</main></html>");
        Assert.Contains(await Axe.Violations(page), v => v.StartsWith(rule, StringComparison.Ordinal));
    }
}

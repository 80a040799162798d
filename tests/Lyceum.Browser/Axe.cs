using System.Text.Json;
using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

namespace Lyceum.Browser;

/// <summary>axe-core on a page. Its source is evaluated and not added as a script: the pages' own policy forbids that, as it should. It reads no MathML: a heading that is a formula is not empty.</summary>
internal static class Axe
{
    private const string Run = """
        async () => (await axe.run(document, {
          runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
          resultTypes: ['violations'],
        })).violations.flatMap(v => v.nodes.filter(n => v.id !== 'empty-table-header' || !n.html.includes('<math')).map(n => `${v.id} (${v.impact}): ${n.target.join(' ')} ${n.html.slice(0, 200)} ${(n.failureSummary ?? '').replaceAll('\n', ' ')}`))
        """;
    private static string? source;

    /// <summary>What is wrong with the page as it stands, of whatever weight; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        source ??= await File.ReadAllTextAsync(Path.Combine(await NodeTools.Install(), "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken);
        await page.EvaluateAsync(source);
        var found = await page.EvaluateAsync<JsonElement>(Run);
        return [.. found.EnumerateArray().Select(v => v.GetString()!)];
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Lyceum.Tests.HouseRules;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace Lyceum.Browser.Journeys;

/// <summary>
/// Every page × light and dark × three languages, as the person it is made for, drawn on a desk (and on a phone in one language and theme) into <c>artifacts/pages</c>, where <c>index.html</c>
/// shows them side by side. Of each it says: it answers as declared, speaks its language in its direction, shows no key in place of a text, complains of nothing, and does not scroll sideways at 390 px.
/// </summary>
public sealed class PageWalk(DemoSchool school, Chromium chromium)
{
    private const int AtOnce = 2, LongestPicture = 3000;
    private static readonly string[] Languages = ["en", "el", "ar"], Themes = ["light", "dark"];
    private static readonly (string Language, string Theme) OnAPhone = ("ar", "light");

    /// <summary>Text that is a key: all of a word or of an attribute that is read out, outside of code.</summary>
    private const string Keys = """
        () => {
          const key = /^(ui|identity|academics|learning|assessment|platform)(\.[a-z0-9_-]+)+$/, found = new Set();
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let n; n = walk.nextNode();) if (!n.parentElement.closest('code, pre, .ly-code, script, style, textarea')) for (const w of n.data.split(/\s+/)) if (key.test(w)) found.add(w);
          for (const e of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
            for (const a of ['aria-label', 'placeholder', 'title', 'alt']) if (key.test(e.getAttribute(a) ?? '')) found.add(e.getAttribute(a));
          return [...found];
        }
        """;

    private const string Sideways = """
        () => document.documentElement.scrollWidth <= innerWidth ? [] : ['scrolls sideways: ' + [...document.querySelectorAll('body *')].filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1); })
          .slice(0, 4).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(', ')]
        """;

    private readonly ConcurrentBag<string> faults = [];

    [Fact]
    public void Every_page_has_a_row() => Assert.Equal(
        new Lyceum.Platform.House(Rooms.All).Assemblies.Append(typeof(Lyceum.Platform.House).Assembly).Distinct().SelectMany(a => a.GetTypes()).SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).Order(StringComparer.Ordinal),
        PageTable.Rows.Select(r => r.Pattern).Order(StringComparer.Ordinal));

    [Fact(Timeout = 600_000)]
    public async Task Every_page_stands_in_every_theme_and_language()
    {
        var origin = await school.Open();
        var folder = Path.Combine(Source.Root, "artifacts", "pages");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var things = new Dictionary<string, string>(StringComparer.Ordinal);
        var people = new Dictionary<string, IBrowserContext>(StringComparer.Ordinal);
        try
        {
            foreach (var who in PageTable.Rows.Select(r => r.Who).Distinct()) people[who] = await SignIn(origin, who);
            foreach (var (name, value) in await PageTable.Things(school.Database)) things[name] = value;
            things["preview"] = await Preview(people[""], $"{origin}/catalogue/{things["course"]}");
            things["attempt"] = await Attempt(people["samuel.brandt"], $"{origin}/courses/{things["course"]}/{things["section"]}/quizzes/{things["quiz"]}");
            await Parallel.ForEachAsync(PageTable.Rows.GroupBy(r => r.Who).OrderByDescending(g => g.Count()), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
                async (rows, _) => await Look(people[rows.Key], origin, [.. rows], things, folder));
        }
        finally
        {
            foreach (var person in people.Values) await person.CloseAsync();
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), Index(), TestContext.Current.CancellationToken);
        Assert.True(faults.IsEmpty, string.Join('\n', faults.Order(StringComparer.Ordinal)));
        Assert.Equal((PageTable.Rows.Count * 6) + PageTable.Rows.Count, Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Count());
    }

    /// <summary>One person's pages, one after the other in one tab.</summary>
    private async Task Look(IBrowserContext person, string origin, IReadOnlyList<PageRow> rows, Dictionary<string, string> things, string folder)
    {
        var page = await person.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) => { if (message.Type == "error") lock (complaints) complaints.Add(message.Text); };
        page.PageError += (_, error) => { lock (complaints) complaints.Add(error); };
        foreach (var language in Languages)
            foreach (var theme in Themes)
            {
                await person.AddCookiesAsync(DemoSchool.Choice(origin, language, theme));
                foreach (var row in rows)
                {
                    await page.SetViewportSizeAsync(1280, 900);
                    var answer = await page.GotoAsync(origin + Address(row, things));
                    List<string> wrong = [];
                    if (answer?.Status != row.Status) wrong.Add($"{answer?.Status} instead of {row.Status}");
                    var read = await page.EvaluateAsync<string>("[document.documentElement.lang, document.documentElement.dir, document.documentElement.dataset.bsTheme].join(' ')");
                    if (read != $"{language} {(language == "ar" ? "rtl" : "ltr")} {theme}") wrong.Add($"reads as {read}");
                    wrong.AddRange(await page.EvaluateAsync<string[]>(Keys));
                    await Draw(page, Path.Combine(folder, $"{language}-{theme}"), row.Name);
                    if (theme == OnAPhone.Theme)   // the other theme changes colours, no widths
                    {
                        await page.SetViewportSizeAsync(390, 844);
                        wrong.AddRange(await page.EvaluateAsync<string[]>(Sideways));
                        if (language == OnAPhone.Language) await Draw(page, Path.Combine(folder, $"phone-{language}-{theme}"), row.Name);
                    }
                    lock (complaints)
                    {
                        wrong.AddRange(complaints.Where(c => row.Status == 200 || !c.Contains($"status of {row.Status}", StringComparison.Ordinal)));
                        complaints.Clear();
                    }
                    foreach (var fault in wrong) faults.Add($"{row.Name} {language} {theme} ({new Uri(page.Url).PathAndQuery}): {fault}");
                }
            }
        await page.CloseAsync();
    }

    private static string Address(PageRow row, Dictionary<string, string> things)
    {
        var address = row.Address ?? row.Pattern;
        foreach (var (name, value) in things.OrderByDescending(t => t.Key.Length)) address = address.Replace("$" + name, value, StringComparison.Ordinal);
        return address;
    }

    /// <summary>From the top; of a page as long as the reference the first screens are enough.</summary>
    private static async Task Draw(IPage page, string folder, string name)
    {
        var (width, height) = (page.ViewportSize!.Width, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".png"),
            FullPage = true,
            Clip = new Clip { X = 0, Y = 0, Width = width, Height = Math.Min(height, LongestPicture) },
        });
    }

    private async Task<IBrowserContext> SignIn(string origin, string who)
    {
        var person = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en", ViewportSize = new ViewportSize { Width = 1280, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        if (who.Length == 0) return person;
        var page = await person.NewPageAsync();
        await page.GotoAsync($"{origin}/sign-in");
        await page.FillAsync("[name$='Model.Email']", who + DemoSchool.Domain);
        await page.FillAsync("[name$='Model.Password']", DemoSchool.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await page.CloseAsync();
        return person;
    }

    /// <summary>The first lesson a visitor may open.</summary>
    private static async Task<string> Preview(IBrowserContext visitor, string landing)
    {
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(landing);
        var href = await page.Locator("main a[href*='/lessons/']").First.GetAttributeAsync("href");
        await page.CloseAsync();
        return href!;
    }

    /// <summary>An attempt that is open, which only starting it makes.</summary>
    private static async Task<string> Attempt(IBrowserContext learner, string quiz)
    {
        var page = await learner.NewPageAsync();
        await page.GotoAsync(quiz);
        await page.Locator("form[action$='/start'] button").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/attempts/", StringComparison.Ordinal));
        var attempt = new Uri(page.Url).AbsolutePath;
        await page.CloseAsync();
        return attempt;
    }

    private static string Index()
    {
        var html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8><title>Every page</title><style>body{font:14px system-ui;margin:1rem}section{display:grid;grid-template-columns:repeat(7,1fr);gap:.5rem}img{width:100%;max-height:24rem;object-fit:cover;object-position:top;border:1px solid #999}</style><h1>Every page</h1>");
        foreach (var row in PageTable.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(row.Pattern)}</h2><section>");
            foreach (var shelf in Languages.SelectMany(l => Themes.Select(t => $"{l}-{t}")).Append($"phone-{OnAPhone.Language}-{OnAPhone.Theme}"))
                html.Append(CultureInfo.InvariantCulture, $"<a href='{shelf}/{row.Name}.png'><img loading=lazy src='{shelf}/{row.Name}.png' alt='{WebUtility.HtmlEncode(row.Pattern)}, {shelf}'></a>");
            html.Append("</section>");
        }
        return html.ToString();
    }
}

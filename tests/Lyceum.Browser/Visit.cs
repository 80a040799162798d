using System.Globalization;
using Lyceum.Platform.Localization;
using Lyceum.Tests.HouseRules;
using Microsoft.Playwright;

namespace Lyceum.Browser;

/// <summary>
/// One person with a browser of their own, who reads one language. Every page they come to is looked at: it answers well, reads in their language and direction, has one
/// heading, does not scroll sideways, complains of nothing and passes axe. A picture of each is left in <c>TestResults/pages</c>.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly TextCatalogue Catalogue = new([typeof(TextCatalogue).Assembly, .. new Lyceum.Platform.House(Rooms.All).Assemblies]) { Strict = true };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IBrowserContext context;
    private readonly string origin;
    private readonly List<string> complaints = [];
    private readonly IList<string> faults;
    private readonly string who;
    private readonly bool drawn;
    private int pictures;
    private int status;

    private Visit(IBrowserContext context, IPage page, Language language, string origin, string who, IList<string> faults, bool drawn)
    {
        (this.context, Page, this.origin, this.who, this.faults, this.drawn) = (context, page, origin, who, faults, drawn);
        T = Catalogue.For(language);
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.Console += (_, message) => { if (message.Type == "error") Complain($"{message.Text} ({message.Location})"); };
        page.PageError += (_, error) => Complain(error);
        page.Response += (_, response) => { if (response.Request.IsNavigationRequest && response.Frame == page.MainFrame) status = response.Status; };
    }

    /// <summary>The page in front of them.</summary>
    public IPage Page { get; }

    /// <summary>The words they read.</summary>
    public Texts T { get; }

    /// <summary>While the line is dead the browser itself complains, and may.</summary>
    public bool LineIsDead { get; set; }

    /// <summary>
    /// Somebody who has never been here; <paramref name="who"/> names their pictures, what is wrong with a page is put among the faults. <paramref name="drawn"/> false leaves no pictures,
    /// where another test draws the same pages.
    /// </summary>
    public static async Task<Visit> Begin(Chromium chromium, string origin, string language, bool phone, string who, IList<string> faults, bool drawn = true)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = language,
            TimezoneId = "Pacific/Auckland",   // far from every school: times on the page are the reader's, not the device's
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
            HasTouch = phone,
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
        });
        return new Visit(context, await context.NewPageAsync(), Language.Find(language)!, origin, who, faults, drawn);
    }

    /// <summary>Types an address, of this school or whole.</summary>
    public async Task Open(string address, int expected = 200)
    {
        await Page.GotoAsync(address.StartsWith('/') ? origin + address : address);
        await Look(expected);
    }

    /// <summary>Presses the button or follows the link with these words, and looks at the page it leads to.</summary>
    public Task Press(string key, params (string Name, object? Value)[] args) => Go(() => Words(key, args).ClickAsync());

    /// <summary>Goes somewhere by the sidebar, or from a page without one by the thing named first.</summary>
    public async Task Navigate(string href, string? from = null)
    {
        if (from is not null)
        {
            await Go(() => Page.Locator(from).First.ClickAsync());
            if (new Uri(Page.Url).AbsolutePath == href) return;
        }
        var link = Page.Locator($"#nav a[href='{href}']");
        var opener = Page.Locator("button[popovertarget=nav]");
        if (await opener.IsVisibleAsync())
        {
            await opener.ClickAsync();
            await Look();
        }
        if (!await link.IsVisibleAsync()) await Page.Locator($"#nav details:has(a[href='{href}']) > summary").ClickAsync();
        await Go(() => link.ClickAsync());
    }

    /// <summary>Does something that leads to another page, and looks at that.</summary>
    public async Task Go(Func<Task> act, int expected = 200)
    {
        var arrived = new TaskCompletionSource();
        void Loaded(object? sender, IPage page) => arrived.TrySetResult();
        Page.Load += Loaded;
        try
        {
            await act();
            await arrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{who}: no other page came after {Page.Url}; it says: {await Page.Locator("main").InnerTextAsync()}");
        }
        finally
        {
            Page.Load -= Loaded;
        }
        await Look(expected);
    }

    /// <summary>Opens what says first what will happen, and looks at it as well.</summary>
    public async Task Show(string key, params (string Name, object? Value)[] args)
    {
        await Words(key, args).ClickAsync();
        await Assertions.Expect(Page.Locator(":popover-open")).ToBeVisibleAsync();
        await Look();
    }

    /// <summary>Fills in a field by the name it is sent under; the last part is enough.</summary>
    public Task Fill(string name, string value) => Field(name).FillAsync(value);

    /// <summary>Chooses in a list.</summary>
    public Task Choose(string name, string value) => Field(name).SelectOptionAsync(value);

    /// <summary>Marks one of several, or a box.</summary>
    public Task Check(string name, string value = "true") => Page.Locator($"input[name$='{name}'][value='{value}']").CheckAsync();

    /// <summary>The visible thing with these words that can be pressed.</summary>
    public ILocator Words(string key, params (string Name, object? Value)[] args)
    {
        var words = T[key, args];
        return Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = words, Exact = true })
            .Or(Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = words, Exact = true })).First;
    }

    /// <summary>That the page says this.</summary>
    public Task Says(string words) => Assertions.Expect(Page.Locator("body")).ToContainTextAsync(words);

    /// <summary>That the page says the text.</summary>
    public Task SaysText(string key, params (string Name, object? Value)[] args) => Says(T[key, args]);

    /// <summary>Examines the page as it stands.</summary>
    public async Task Look(int expected = 200)
    {
        if (drawn) await Picture();
        var where = $"{who} at {Page.Url}";
        Assert.True(status == expected, $"{where}: {status} instead of {expected}: {await Page.Locator("body").InnerTextAsync()}");
        if (expected >= 400) complaints.RemoveAll(c => c.Contains($"status of {expected}", StringComparison.Ordinal));
        List<string> wrong = [.. complaints];
        complaints.Clear();
        var language = await Page.EvaluateAsync<string>("`${document.documentElement.lang} ${document.documentElement.dir}`");
        if (language != $"{T.Language.Code} {T.Language.Direction}") wrong.Add($"reads as {language}");
        if (await Page.Locator("h1").CountAsync() is not 1 and var heads) wrong.Add($"{heads} first headings");
        if (!await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")) wrong.Add(await Widest());
        wrong.AddRange(await Axe.Violations(Page));
        foreach (var fault in wrong)
        {
            faults.Add($"{where}: {fault}");
            TestContext.Current.TestOutputHelper?.WriteLine(faults[^1]);
        }
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    private void Complain(string words)
    {
        if (!LineIsDead) complaints.Add(words);
    }

    private ILocator Field(string name) => Page.Locator($"[name$='{name}']:not([type=hidden])").First;

    private Task<string> Widest() => Page.EvaluateAsync<string>("""
        () => 'scrolls sideways: ' + [...document.querySelectorAll('body *')].map(e => [e.getBoundingClientRect(), e]).filter(([r]) => r.right > innerWidth + 1 || r.left < -1)
          .slice(0, 5).map(([r, e]) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(r.left)}–${Math.round(r.right)}`).join(', ')
        """);

    private async Task Picture()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Source.Root, "tests", "Lyceum.Browser", "TestResults", "pages")).FullName;
        var path = new Uri(Page.Url).AbsolutePath.Trim('/');
        var name = string.Concat(Uri.UnescapeDataString(path).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        name = name.Length > 50 ? name[..50] : name;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{who}-{++pictures:00}-{name}.png")), FullPage = true });
    }
}

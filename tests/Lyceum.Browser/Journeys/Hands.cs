using System.Text.Json;
using Microsoft.Playwright;

namespace Lyceum.Browser.Journeys;

/// <summary>
/// Two hands on a keyboard and no mouse: everything is reached by the tab key and done by Enter, Space, arrows and letters. At every stop on the way the focus is looked at: it is drawn
/// (WCAG 2.4.7), not hidden under a bar (2.4.11), and within one row or list it goes the way one reads (2.4.3).
/// </summary>
internal sealed class Hands(Visit visit, IList<string> faults)
{
    private const int Patience = 260;

    /// <summary>What stands behind the focus, whether it is what is sought, and what is wrong with the stop.</summary>
    private const string Stop = """
        ([selector, words]) => {
          const e = document.activeElement;
          if (!e || e === document.body || e === document.documentElement) { window.lyLast = null; return { at: '', found: false, wrong: [] }; }
          const wrong = [], label = e.labels?.[0] ?? null, near = [e, e.parentElement, e.parentElement?.parentElement].filter(n => n);
          const outlined = n => { const s = getComputedStyle(n); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 && !/, 0\)$/.test(s.outlineColor); };
          const inner = e.matches('input[type^=date], input[type=time]') && !e.matches(':focus');   // its calendar button, which the browser draws and rings by itself
          const opened = e.popoverTargetElement?.matches(':popover-open');                           // what one has opened oneself may lie over its opener: Escape takes it away
          if (!inner && !near.some(outlined) && getComputedStyle(e).boxShadow === 'none' && !e.matches('main')) wrong.push('has the focus and does not show it');
          if (e.tabIndex > 0) wrong.push('has a tabindex of its own');
          let r = e.getBoundingClientRect();
          if (label && (r.width < 3 || r.height < 3 || getComputedStyle(e).opacity === '0')) r = label.getBoundingClientRect();
          const [l, t, right, b] = [Math.max(r.left, 0), Math.max(r.top, 0), Math.min(r.right, innerWidth), Math.min(r.bottom, innerHeight)];
          if (right - l < 1 || b - t < 1) wrong.push(`is out of sight at ${Math.round(r.left)} ${Math.round(r.top)}`);
          else {
            let free = false;
            for (let i = 1; i < 8 && !free; i++) for (let j = 1; j < 8 && !free; j++) {
              const over = document.elementFromPoint(l + (right - l) * i / 8, t + (b - t) * j / 8);
              free = over && (e.contains(over) || over.contains(e) || label?.contains(over));
            }
            if (!free && !opened) { const over = document.elementFromPoint((l + right) / 2, (t + b) / 2); wrong.push(`is covered by ${over?.outerHTML.slice(0, 60)}`); }
          }
          const group = e.closest('dialog, [popover], tr, .ly-actions, fieldset, nav, ul, ol, form'), last = window.lyLast, y = scrollY;
          if (last && last.e !== e && last.group && last.group === group && !e.closest('.ly-map')) {
            const a = last, overlap = Math.min(a.bottom, r.bottom + y) - Math.max(a.top, r.top + y);
            if (overlap > Math.min(a.bottom - a.top, r.height) / 2) {
              if (getComputedStyle(group).direction === 'rtl' ? r.right > a.right + 2 : r.left < a.left - 2) wrong.push(`comes after ${a.name} and stands before it`);
            } else if (r.bottom + y + 64 < a.top)   // a field beside another may stand higher by a line of explanation
               wrong.push(`comes after ${a.name} and stands above it`);
          }
          const name = `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''} “${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}”`;
          window.lyLast = { e, group, name, left: r.left, right: r.right, top: r.top + y, bottom: r.bottom + y };
          (window.lySeen ??= new Set()).add(e);
          return { at: name, found: !!selector && e.matches(selector) && (!words || (e.textContent ?? '').includes(words)), wrong };
        }
        """;

    /// <summary>What can be pressed or filled in and was never under the focus; of a group of radio buttons one is enough.</summary>
    private const string Unreached = """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
          .filter(e => !e.disabled && e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0 && !window.lySeen.has(e) && e.tabIndex >= 0)
          .filter(e => e.type !== 'radio' || ![...document.getElementsByName(e.name)].some(o => window.lySeen.has(o)))
          .map(e => e.outerHTML.slice(0, 120))
        """;

    private IPage Page => visit.Page;

    /// <summary>Walks until this has the focus; what cannot be reached so is a fault that ends the journey.</summary>
    public async Task To(string selector, string? words = null)
    {
        var (way, ends) = (new List<string>(), 0);
        for (var presses = 0; presses < Patience; presses++)
        {
            var (at, found) = await Look(selector, words);
            if (found) return;
            if (at.Length == 0 && presses > 0 && ++ends == 3) break;   // twice around, and a first half
            if (way.Count < 40) way.Add(at);
            await Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{selector} {words} at {Page.Url} is not reached by the tab key; on the way: {string.Join(", ", way)}");
    }

    /// <summary>Reaches something, presses, and looks at the page it leads to.</summary>
    public async Task Go(string selector, string key = "Enter", int expected = 200, string? words = null)
    {
        await To(selector, words);
        await visit.Go(() => Page.Keyboard.PressAsync(key), expected);
    }

    /// <summary>Presses something that opens a part of the same page.</summary>
    public async Task Press(string selector, string key = "Enter")
    {
        await To(selector);
        await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Opens what says first what will happen, and does it.</summary>
    public async Task Confirm(string opener, string act)
    {
        await Press(opener);
        await Assertions.Expect(Page.Locator("dialog:popover-open")).ToBeVisibleAsync();
        await visit.Look();
        await Go(act);
    }

    /// <summary>Writes into a field, by the last part of the name it is sent under.</summary>
    public async Task Type(string name, string text)
    {
        await To($"main [name$='{name}']:not([type=hidden])");
        await Page.Keyboard.PressAsync("Control+A");
        await Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Writes a day, or a day and a time, in the order in which the browser's own field asks for them.</summary>
    public async Task TypeDay(string name, string value)
    {
        await To($"main [name$='{name}']");
        var (day, time) = (value.Split('T')[0].Split('-'), value.Split('T').ElementAtOrDefault(1));
        await Page.Keyboard.TypeAsync($"{day[1]}{day[2]}{day[0]}");
        if (time is not null)
        {
            await Page.Keyboard.PressAsync("ArrowRight");
            await Page.Keyboard.TypeAsync(time.Replace(":", "", StringComparison.Ordinal) + "A");
        }
        Assert.Equal(value, await Page.InputValueAsync($"[name$='{name}']"));
    }

    /// <summary>Chooses in a list by the arrow keys.</summary>
    public async Task Choose(string name, string value)
    {
        await To($"main select[name$='{name}']");
        await Page.Keyboard.PressAsync("Home");
        for (var presses = 0; presses < Patience && await Page.EvaluateAsync<string>("document.activeElement.value") != value; presses++) await Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal(value, await Page.EvaluateAsync<string>("document.activeElement.value"));
    }

    /// <summary>Signs in and comes to the first page of the day; the form is sent by Enter in its last field.</summary>
    public async Task SignIn(string person)
    {
        await visit.Open("/sign-in");
        await Type("Model.Email", person + DemoSchool.Domain);
        await Type("Model.Password", DemoSchool.Password);
        await visit.Go(() => Page.Keyboard.PressAsync("Enter"));
        Assert.EndsWith("/today", Page.Url, StringComparison.Ordinal);
    }

    /// <summary>The first stop of a page leads past all that stands on every page.</summary>
    public async Task Skip()
    {
        await Page.Keyboard.PressAsync("Tab");
        var (at, found) = await Look(".ly-skip", null);
        Assert.True(found, $"the first stop at {Page.Url} is {at} and no way past the menu");
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("Tab");
        Assert.True(await Page.EvaluateAsync<bool>("document.activeElement.closest('main') !== null || document.querySelector('main').compareDocumentPosition(document.activeElement) === Node.DOCUMENT_POSITION_FOLLOWING"),
            $"the way past the menu at {Page.Url} does not lead into the page");
    }

    /// <summary>Goes somewhere by the menu at the side, which a phone opens first.</summary>
    public async Task Navigate(string href)
    {
        var link = $"#nav a[href='{href}']";
        if (await Page.Locator("button[popovertarget=nav]").IsVisibleAsync() && !await Page.Locator("#nav").IsVisibleAsync()) await Press("button[popovertarget=nav]");
        if (!await Page.Locator(link).IsVisibleAsync()) await Press($"#nav details:has(a[href='{href}']) > summary");
        await Go(link);
    }

    /// <summary>Once around the page: nothing holds the focus, and everything that can be pressed was under it.</summary>
    public async Task Around()
    {
        await Page.ReloadAsync();
        for (var presses = 0; presses < Patience; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if ((await Look("", null)).At.Length > 0) continue;
            foreach (var missed in await Page.EvaluateAsync<string[]>(Unreached)) faults.Add($"{Page.Url}: the tab key does not come to {missed}");
            return;
        }
        Assert.Fail($"the focus does not come to an end at {Page.Url}");
    }

    private async Task<(string At, bool Found)> Look(string selector, string? words)
    {
        var stop = await Page.EvaluateAsync<JsonElement>(Stop, new object?[] { selector, words });
        var at = stop.GetProperty("at").GetString()!;
        foreach (var wrong in stop.GetProperty("wrong").EnumerateArray())
        {
            var fault = $"{visit.T.Language.Code} {Page.ViewportSize!.Width} {Page.Url}: {at} {wrong.GetString()}";
            if (!faults.Contains(fault)) faults.Add(fault);
        }
        return (at, stop.GetProperty("found").GetBoolean());
    }
}

using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

namespace Lyceum.Browser.Journeys;

/// <summary>What a visitor, a learner, an instructor and a teaching assistant do. In each language somebody else learns, in a course of that language.</summary>
internal static class Learning
{
    private static readonly Dictionary<string, (string Person, string Course)> Learners = new(StringComparer.Ordinal)
    {
        ["en"] = ("samuel.brandt", "statistics-for-the-ward"),
        ["el"] = ("eleni.papadaki", "first-aid"),
        ["ar"] = ("layla.haddad", "epidemiology-basics"),
    };

    /// <summary>Reads the front, finds a course, tries a lesson, checks a certificate, and changes the language.</summary>
    public static async Task Visit(Visit visit, Hands hands, TestDatabase rows)
    {
        var page = visit.Page;
        await visit.Open("/");
        await hands.Skip();
        await hands.Around();
        await hands.Go(".ly-pubnav a[href='/catalogue']");
        await hands.Type("q", "STA 110");
        await visit.Go(() => page.Keyboard.PressAsync("Enter"));
        await hands.Go("article.ly-course a");
        await hands.Go("main a[href*='/lessons/']");
        await visit.Open("/verify");
        await hands.Type("serial", "LY-0000-0000-0000");
        await visit.Go(() => page.Keyboard.PressAsync("Enter"), expected: 404);
        await visit.Open("/sign-in");
        await hands.Around();
        await hands.Type("Model.Email", "nobody@example.org");
        await hands.Type("Model.Password", "not the password");
        await visit.Go(() => page.Keyboard.PressAsync("Enter"), expected: 422);
        var other = visit.T.Language.Code == "ar" ? "en" : "ar";
        await hands.To($".ly-langs button[lang={other}]");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", other);
    }

    /// <summary>Opens a course by the catalogue, reads a lesson and marks it done, takes a practice quiz and sees the result.</summary>
    public static async Task Study(Visit visit, Hands hands, TestDatabase rows)
    {
        var page = visit.Page;
        var (person, course) = Learners[visit.T.Language.Code];
        var mine = $"person_id = (SELECT person_id FROM identity.accounts WHERE email = '{person}{DemoSchool.Domain}')";
        await hands.SignIn(person);
        await hands.Skip();
        await hands.Around();
        await hands.Navigate("/catalogue");
        await hands.Go($"article.ly-course a[href$='/{course}']");
        await hands.Go($"main a.btn-primary[href^='/courses/{course}/']");
        var plan = page.Url;

        // What is next may be a quiz: then nothing is left to read here.
        var done = await rows.Value<long>($"SELECT count(*) FROM learning.lesson_progress WHERE state = 'completed' AND {mine}");
        await hands.Go(".ly-next a.btn-primary");
        if (page.Url.Contains("/lessons/", StringComparison.Ordinal) && await page.Locator("form[action$='/done']").CountAsync() > 0)
        {
            await hands.Press("button[popovertarget=outline]");
            await Assertions.Expect(page.Locator("#outline")).ToBeVisibleAsync();
            await visit.Look();
            await hands.Press("#outline button[popovertargetaction=hide]");
            await hands.Go("form[action$='/done'] button");
            Assert.Equal(done + 1, await rows.Value<long>($"SELECT count(*) FROM learning.lesson_progress WHERE state = 'completed' AND {mine}"));
        }

        await visit.Open(plan);
        var unit = page.Locator("details.ly-unit").Filter(new LocatorFilterOptions { Has = page.Locator("a[href*='/quizzes/']") }).First;
        if (!await unit.EvaluateAsync<bool>("e => e.open")) await hands.Press("details.ly-unit:has(a[href*='/quizzes/']) > summary");
        await hands.Go("details.ly-unit a[href*='/quizzes/']");
        var taken = await rows.Value<long>($"SELECT count(*) FROM assessment.attempts WHERE state <> 'open' AND {mine}");
        await hands.Go("form[action$='/start'] button");
        var questions = await page.Locator("fieldset[data-question]").CountAsync();
        for (var q = 1; q <= questions; q++) await Answer(hands, page, q);
        await Assertions.Expect(page.Locator("[data-save-state].is-ok")).ToBeVisibleAsync();
        await hands.Confirm("button[popovertarget=hand-in]", "[data-hand-in]");
        Assert.EndsWith("/result", page.Url, StringComparison.Ordinal);
        Assert.Equal(taken + 1, await rows.Value<long>($"SELECT count(*) FROM assessment.attempts WHERE state <> 'open' AND {mine}"));
        await hands.Navigate("/grades");
    }

    /// <summary>Changes a lesson, looks at who is there and how far they are, and marks an essay.</summary>
    public static async Task Teach(Visit visit, Hands hands, TestDatabase rows)
    {
        const string Course = "statistics-for-the-ward";
        await hands.SignIn("ingrid.halvorsen");
        await hands.Navigate("/teach");
        await hands.Go($"th a[href^='/teach/{Course}/']");
        await hands.Go(".nav-tabs a[href$='/roster']");
        await hands.Go(".nav-tabs a[href$='/progress']");
        await hands.Around();
        await hands.Go(".nav-tabs a[href$='/marking']");
        var marked = await rows.Value<long>("SELECT count(*) FROM assessment.mark_records");
        await hands.Go("th a[href*='/marking/']");
        await hands.Type("Model.Points", "1");
        await hands.Type("Model.Feedback", "A right number without its reason.");
        await hands.Go("main form .btn-primary");
        Assert.Equal(marked + 1, await rows.Value<long>("SELECT count(*) FROM assessment.mark_records"));

        await hands.Navigate("/teach");
        await hands.Go($"th a[href^='/teach/{Course}/']");
        await hands.Go($"a[href='/courses/{Course}/edit']");
        await hands.Around();
        await hands.Go("a[href*='/edit/lessons/']");
        var minutes = visit.T.Language.Code switch { "en" => 11, "el" => 12, _ => 13 };
        var lesson = visit.Page.Url.Split('/')[^1];
        await hands.Type("Model.Minutes", $"{minutes}");
        await hands.Go("form#lesson .ly-actions button");
        Assert.Equal(minutes, await rows.Value<long>($"SELECT minutes::bigint FROM learning.lessons WHERE id = '{lesson}'"));
    }

    /// <summary>Looks after the learners of a course: who is there, how far, what they answered.</summary>
    public static async Task Assist(Visit visit, Hands hands, TestDatabase rows)
    {
        await hands.SignIn("teaching.assistant");
        await hands.Navigate("/teach");
        await hands.Go("th a[href^='/teach/pharmacology-1/']");
        await hands.Go(".nav-tabs a[href$='/roster']");
        await hands.Choose("state", "completed");
        await hands.Go("main form[role=search] button");
        await hands.Go(".nav-tabs a[href$='/progress']");
        await hands.Go(".nav-tabs a[href$='/quizzes']");
        await hands.Around();
        await hands.Go("main a[href$='/result']");
        await hands.Go(".ly-top a[href='/notifications']");
    }

    /// <summary>Something in every question; whether it is right is not what this is about.</summary>
    private static async Task Answer(Hands hands, IPage page, int question)
    {
        var choice = $"#q{question} input.form-check-input:not([name$=flagged])";
        if (await page.Locator(choice).CountAsync() > 0) await hands.Press(choice, "Space");
        else
        {
            await hands.To($"#q{question} :is(input.form-control, textarea)");
            await page.Keyboard.TypeAsync("15");
        }
    }
}

using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

namespace Lyceum.Browser.Acting;

/// <summary>An administrator looks into something for somebody: from their page to the banner, a change, and back; then the person reads who it was.</summary>
public sealed class ActingJourney(School school, Chromium chromium) : IClassFixture<School>
{
    [Theory(Timeout = 300_000)]
    [InlineData("en", false, false)]
    [InlineData("el", true, false)]
    [InlineData("ar", true, true)]
    [InlineData("ar", false, true)]
    public async Task Somebody_acts_for_a_learner_changes_something_and_ends_it(string language, bool phone, bool dark)
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        await school.Database.Execute($"UPDATE identity.people SET language = '{language}' WHERE id IN ('{admin.Id}', '{learner.Id}')");
        List<string> faults = [];
        var who = $"acting-{language}-{(phone ? "phone" : "desk")}";
        await using var visit = await Begin(who);
        await visit.Open($"/admin/people/{learner.Id}");
        await visit.Fill("ActModel.Reason", "Their picture is upside down.");
        await visit.Press("identity.acting.begin");
        Assert.EndsWith("/today", visit.Page.Url, StringComparison.Ordinal);
        await visit.SaysText("ui.acting", ("name", learner.Name));
        await visit.SaysText("ui.acting.by", ("by", admin.Name));

        await visit.Open("/account/security");
        await visit.SaysText("ui.acting.not_this");
        await Assertions.Expect(visit.Page.Locator("main button:enabled")).ToHaveCountAsync(0);
        await visit.Open("/account/tokens");
        await visit.Open("/notifications");
        await visit.Open("/nothing-here", 404);
        await visit.Open("/account");
        await visit.Fill("About", "Seen to.");
        await visit.Go(() => visit.Page.Locator("form:has([name$='About']) button[type=submit]").First.ClickAsync());
        // What has the focus is not hidden under the banner, which stays at the top.
        await visit.Page.Locator("[name$='About']").FocusAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().top >= document.querySelector('.ly-acting').getBoundingClientRect().bottom"));
        await visit.Press("ui.acting.end");
        await visit.SaysText("identity.people.done.acting_ended");
        await Assertions.Expect(visit.Page.Locator(".ly-acting")).ToHaveCountAsync(0);
        Assert.Equal("Seen to.", await school.Database.Value<string>($"SELECT about FROM identity.people WHERE id = '{learner.Id}'"));

        // An administrator's own page says that nobody acts for them; the log says both.
        await visit.Open($"/admin/people/{(await school.Person(Role.Administrator)).Id}");
        await visit.SaysText("identity.acting.administrator");
        await visit.Open($"/admin/audit?person={learner.Id}");
        await visit.SaysText("platform.audit.as", ("who", admin.Name), ("person", learner.Name));

        await using var own = await Begin(who + "-own", learner);
        await own.Open("/account/security");
        await own.SaysText("identity.acting.list");
        await own.Says("Their picture is upside down.");
        await own.Open("/notifications");
        Assert.Equal([], faults);

        async Task<Visit> Begin(string name, TestPerson? person = null)
        {
            var begun = await Visit.Begin(chromium, school.Origins.Main, language, phone, name, faults);
            if (dark) await begun.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
            await begun.Open("/sign-in");
            await begun.Fill("Email", (person ?? admin).Email);
            await begun.Fill("Password", SchoolPeople.Password);
            await begun.Press("identity.sign_in.button");
            return begun;
        }
    }
}

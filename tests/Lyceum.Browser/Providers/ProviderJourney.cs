using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.Identity;
using Microsoft.Playwright;

namespace Lyceum.Browser.Providers;

/// <summary>An administrator sets the provider up, a learner signs in by it: the provider is a real one, with a page of its own.</summary>
public sealed class ProviderJourney(ProviderSchool school, Chromium chromium) : IClassFixture<ProviderSchool>
{
    [Theory(Timeout = 300_000)]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task The_provider_is_set_up_tested_switched_on_signs_in_and_is_unlinked(string language, bool phone)
    {
        await school.Set(isOn: false);
        var (administrator, learner) = (await school.Person(Role.Administrator), await school.Person());
        await school.Database.Execute($"UPDATE identity.people SET language = '{language}' WHERE id IN ('{administrator.Id}', '{learner.Id}')");
        await school.There(learner.Email, subject: $"learner-{language}");
        await school.Provider.Tell(new { auto = (string?)null });
        List<string> faults = [];
        await using var visit = await Visit.Begin(chromium, school.Origins.Main, language, phone, $"provider-{language}", faults);
        await ByPassword(visit, administrator);
        await visit.Navigate("/admin/sign-in-provider");
        await visit.Press("identity.provider.test.button");
        await visit.SaysText("identity.provider.test.works");
        await visit.Fill("Issuer", "http://login.example");
        await visit.Go(() => visit.Words("ui.save").ClickAsync(), 422);
        await visit.Fill("Issuer", school.Provider.Issuer);
        await visit.Check("IsOn");
        await visit.Press("ui.save");
        await visit.SaysText("identity.provider.saved");

        await SignOut(visit);
        await OverThere(visit, $"learner-{language}");
        Assert.EndsWith("/today", visit.Page.Url, StringComparison.Ordinal);
        await visit.Look();
        await visit.Open("/account/security");
        await visit.Go(() => visit.Page.Locator("a[href^='/account/identities/']").ClickAsync());
        await visit.Says(learner.Email);
        await visit.Fill("CurrentPassword", SchoolPeople.Password);
        await visit.Press("identity.provider.unlink");
        await visit.SaysText("identity.security.done.unlinked");

        // The provider knows somebody whose address it has not confirmed: a page says what to do.
        await SignOut(visit);
        await school.There(learner.Email, verified: false, subject: $"unproved-{language}");
        await school.Provider.Tell(new { auto = (string?)null });
        await OverThere(visit, $"unproved-{language}");
        await visit.SaysText("identity.provider.unverified");
        await visit.Look(403);
        await visit.Press("identity.provider.other_way");
        Assert.Equal([], faults);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_provider_that_is_away_leaves_the_password_way_open()
    {
        await school.Set();
        var person = await school.Person();
        List<string> faults = [];
        await using var visit = await Visit.Begin(chromium, school.Origins.Main, "en", phone: true, "provider-away", faults);
        await visit.Open("/sign-in");
        await school.Lose();
        await visit.Go(() => visit.Page.Locator("a[href^='/sign-in/provider']").ClickAsync(), 503);
        await visit.SaysText("identity.provider.away");
        await visit.Press("identity.provider.other_way");
        await ByPassword(visit, person);
        Assert.EndsWith("/today", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal([], faults);
        await school.Find();
    }

    /// <summary>The provider's own page is not ours to look at.</summary>
    private static async Task OverThere(Visit visit, string account)
    {
        await visit.Page.Locator("a[href^='/sign-in/provider']").ClickAsync();
        await visit.Page.GetByLabel("Account").FillAsync(account);
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Continue" }).ClickAsync();
        await visit.Page.WaitForLoadStateAsync();
    }

    private static async Task ByPassword(Visit visit, TestPerson person)
    {
        await visit.Open("/sign-in");
        await visit.Fill("Email", person.Email);
        await visit.Fill("Password", SchoolPeople.Password);
        await visit.Press("identity.sign_in.button");
    }

    private static async Task SignOut(Visit visit)
    {
        await visit.Page.Context.ClearCookiesAsync();
        await visit.Open("/sign-in");
    }
}

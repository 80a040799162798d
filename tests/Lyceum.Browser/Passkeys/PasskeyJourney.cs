using Lyceum.Tests.Fixtures;
using Microsoft.Playwright;

namespace Lyceum.Browser.Passkeys;

/// <summary>Chromium's virtual authenticator holds the passkey; the pages, the script and the school are the real ones.</summary>
public sealed class PasskeyJourney(School school, Chromium chromium) : IClassFixture<School>
{
    [Theory(Timeout = 300_000)]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task A_passkey_is_added_signs_in_is_the_second_step_and_is_removed(string language, bool phone)
    {
        var person = await school.Person();
        await school.Database.Execute($"UPDATE identity.people SET language = '{language}' WHERE id = '{person.Id}'");
        List<string> faults = [];
        await using var visit = await Visit.Begin(chromium, school.Origins.Main, language, phone, $"passkey-{language}", faults);
        var authenticator = await Authenticator.Plug(visit.Page);
        await ByPassword(visit, person);
        await visit.Open("/account/security");
        await visit.SaysText("identity.passkey.none_yet");

        await visit.Page.Locator("#passkey-name").FillAsync("My stick");
        await visit.Page.Locator("#passkey-password").FillAsync(SchoolPeople.Password);
        await visit.Go(() => visit.Words("identity.passkey.add").ClickAsync());
        await visit.SaysText("identity.security.done.passkey");
        await visit.Says("My stick");
        Assert.Equal(1, await authenticator.Count());

        // The passkey alone: nobody types an address, and no second step is asked.
        await SignOut(visit);
        await visit.Go(() => visit.Words("identity.passkey.sign_in").ClickAsync());
        Assert.EndsWith("/today", visit.Page.Url, StringComparison.Ordinal);

        // Beside the password it is the second step.
        await SignOut(visit);
        await ByPassword(visit, person);
        Assert.Contains("/sign-in/code", visit.Page.Url, StringComparison.Ordinal);
        await visit.SaysText("identity.code.passkey_only");
        await visit.Go(() => visit.Words("identity.passkey.instead").ClickAsync());
        Assert.EndsWith("/today", visit.Page.Url, StringComparison.Ordinal);

        await visit.Open("/account/security");
        await visit.Go(() => visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "My stick" }).ClickAsync());
        await visit.Fill("Name", "My other stick");
        await visit.Press("identity.passkey.rename");
        await visit.SaysText("identity.passkey.saved");
        await visit.Fill("CurrentPassword", SchoolPeople.Password);
        await visit.Press("identity.passkey.remove");
        await visit.SaysText("identity.security.done.passkey_removed");

        // The stick still holds it; the school does not want it any more, and says so in the reader's words.
        await SignOut(visit);
        visit.LineIsDead = true;   // the browser writes the refusal into its console
        await visit.Words("identity.passkey.sign_in").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-passkey-state]")).ToContainTextAsync(visit.T["identity.passkey.no_match"]);
        visit.LineIsDead = false;
        await visit.Look();
        Assert.Equal([], faults);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_a_finger_there_is_no_session_and_without_script_no_button()
    {
        var person = await school.Person();
        List<string> faults = [];
        await using var visit = await Visit.Begin(chromium, school.Origins.Main, "en", phone: false, "passkey-finger", faults);
        var authenticator = await Authenticator.Plug(visit.Page);
        await ByPassword(visit, person);
        await visit.Open("/account/security");
        await visit.Page.Locator("#passkey-password").FillAsync(SchoolPeople.Password);
        await visit.Go(() => visit.Words("identity.passkey.add").ClickAsync());
        await SignOut(visit);
        await authenticator.IsUserVerified(false);
        await visit.Words("identity.passkey.sign_in").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-passkey-state]")).ToContainTextAsync(visit.T["identity.passkey.say.cancelled"]);
        await visit.Look();
        Assert.Equal([], faults);

        await using var plain = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = "en" });
        var page = await plain.NewPageAsync();
        await page.GotoAsync(school.Origins.Main + "/sign-in");
        await Assertions.Expect(page.Locator("[data-passkey]")).ToBeHiddenAsync();
        await page.Locator("[name='Model.Email']").FillAsync(person.Email);
        await page.Locator("[name='Model.Password']").FillAsync(SchoolPeople.Password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = visit.T["identity.sign_in.button"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync(visit.T["identity.code.passkey_only"]);
        await Assertions.Expect(page.Locator("[data-passkey]")).ToBeHiddenAsync();
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
        await visit.Page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "lyceum" });
        await visit.Open("/sign-in");
    }

    /// <summary>An authenticator that Chromium itself plays (DevTools protocol, domain WebAuthn).</summary>
    private sealed class Authenticator(ICDPSession session, string id)
    {
        public static async Task<Authenticator> Plug(IPage page)
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            await session.SendAsync("WebAuthn.enable");
            var plugged = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
                },
            });
            return new Authenticator(session, plugged!.Value.GetProperty("authenticatorId").GetString()!);
        }

        public async Task<int> Count() =>
            (await session.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object>(StringComparer.Ordinal) { ["authenticatorId"] = id }))!.Value.GetProperty("credentials").GetArrayLength();

        public Task IsUserVerified(bool yes) =>
            session.SendAsync("WebAuthn.setUserVerified", new Dictionary<string, object>(StringComparer.Ordinal) { ["authenticatorId"] = id, ["isUserVerified"] = yes });
    }
}

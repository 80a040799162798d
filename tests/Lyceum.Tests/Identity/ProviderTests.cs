using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Registration;
using Lyceum.Identity.SecondStep;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>Signing in by the school's own provider: whom it finds, whom it makes, whom it leaves outside, and what it counts for.</summary>
public sealed class ProviderTests(ProviderSchool school) : IClassFixture<ProviderSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_confirmed_address_finds_its_account_once_and_the_subject_ever_after()
    {
        var (person, other) = (await school.Person(), await school.Person());
        var subject = await school.There(person.Email.ToUpperInvariant());
        var (browser, answer) = await school.Enter("/account/security");
        Assert.Equal("/account/security", school.To(answer));
        var cookie = Assert.Single(ProviderSchool.Cookies(answer), c => c.StartsWith("lyceum=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["POST /token", "GET /me"], (await school.Provider.Passed()).TakeLast(2));   // the address came by userinfo
        Assert.Contains("Sign in with your school account", await browser.GetStringAsync("/account/security", Ct), StringComparison.Ordinal);
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM identity.external_identities i JOIN identity.accounts a ON a.id = i.account_id WHERE a.person_id = '{person.Id}' AND issuer = '{school.Provider.Issuer}' AND subject = '{subject}' AND last_used_at IS NOT NULL"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}' AND text_key = 'identity.provider.notice.linked'"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.sign_in_with_provider' AND entity = 'identity.sessions' AND after->>'personId' = '{person.Id}'"));

        // The address has changed over there, is not confirmed, and is now somebody else's here: the subject counts.
        await school.There(other.Email, verified: false, subject);
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
        Assert.Equal((2, 0), (await school.Sessions(person), await school.Sessions(other)));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}' AND text_key = 'identity.provider.notice.linked'"));
    }

    [Fact]
    public async Task The_session_of_before_ends_and_signing_out_stays_here()
    {
        var (first, second) = (await school.Person(), await school.Person());
        await school.There(first.Email);
        var (browser, _) = await school.Enter();
        await school.There(second.Email);
        await school.Enter(browser: browser);
        Assert.Equal((0, 1), (await school.Sessions(first), await school.Sessions(second)));
        await school.Provider.Tell(new { lie = "none" });
        using var leave = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([new("__form", await Token(browser))]) };
        leave.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await browser.SendAsync(leave, Ct);
        Assert.Equal("/sign-in?left=1", answer.Headers.Location!.OriginalString);
        Assert.Equal(0, await school.Sessions(second));
        Assert.Empty(await school.Provider.Passed());
    }

    [Fact]
    public async Task An_unknown_address_gets_an_account_only_where_the_school_says_so()
    {
        await school.There("stranger@home.test");
        var before = await school.Rows();
        await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.no_account");
        Assert.Equal((before, "no account"), (await school.Rows(), await school.LastFault()));

        await school.Set(makesAccounts: true);
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
        Assert.Equal("Ada|Wong|Ada Wong|en|stranger@home.test|t|t", await school.Database.Value<string>("""
            SELECT concat_ws('|', p.given_name, p.family_name, p.display_name, p.language, a.email, a.email_verified_at IS NOT NULL, a.password_hash IS NULL) FROM identity.accounts a JOIN identity.people p ON p.id = a.person_id
             WHERE a.email = 'stranger@home.test' AND NOT EXISTS (SELECT 1 FROM identity.role_assignments r WHERE r.person_id = p.id)
            """));
        await school.Set();

        // Registration that is open is open here, too; what has no confirmed address is no account.
        await school.Register(RegistrationMode.Open);
        try
        {
            await school.There("walker@home.test", extra: new { amr = new[] { "pwd" } });
            Assert.Equal("/account", school.To((await school.Enter()).Answer));
            await school.There("unproved@home.test", verified: false);
            await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.unverified");
            await school.There(null, verified: null);
            await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.unverified");
            Assert.Equal("no address", await school.LastFault());
        }
        finally
        {
            await school.Register(RegistrationMode.Closed);
        }
    }

    [Fact]
    public async Task An_administrators_address_that_is_not_confirmed_over_there_opens_nothing()
    {
        var administrator = await school.Person(Role.Administrator);
        foreach (var verified in (bool?[])[false, null])
        {
            await school.There(administrator.Email, verified);
            var before = await school.Rows();
            await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.unverified");
            Assert.Equal(before, await school.Rows());
        }
        await school.There(administrator.Email, extra: new { email_verified = "false", email = administrator.Email });   // in the token, as a word
        await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.unverified");
        Assert.Equal(0, await school.Sessions(administrator));
    }

    [Fact]
    public async Task An_account_whose_address_nobody_confirmed_is_not_taken_over_and_an_invited_one_is()
    {
        // Somebody registers with an address that is not theirs, and waits for its owner to come by the provider.
        var (squatted, invited) = (await school.Person(), await school.Person());
        await school.Database.Execute($"UPDATE identity.accounts SET email_verified_at = NULL WHERE person_id IN ('{squatted.Id}', '{invited.Id}'); UPDATE identity.accounts SET password_hash = NULL WHERE person_id = '{invited.Id}'");
        await school.There(squatted.Email);
        await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.unconfirmed");
        Assert.Equal(0, await school.Sessions(squatted));

        await school.There(invited.Email);
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM identity.accounts WHERE person_id = '{invited.Id}' AND email_verified_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_closed_account_stays_closed_linked_or_not()
    {
        var person = await school.Person();
        await school.Do(new DisableAccount(person.Id, "left"), ManagingAccounts.Handle);
        var subject = await school.There(person.Email);
        await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.account_closed");
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM identity.external_identities WHERE subject = '{subject}'"));

        await school.Do(new EnableAccount(person.Id), ManagingAccounts.Handle);
        await school.Enter();
        await school.Do(new DisableAccount(person.Id, "left"), ManagingAccounts.Handle);
        await school.IsRefused((await school.Enter()).Answer, 403, "identity.provider.account_closed");
        Assert.Equal(0, await school.Sessions(person));
    }

    [Fact]
    public async Task An_address_that_was_given_to_somebody_else_over_there_does_not_bring_the_account_with_it()
    {
        var person = await school.Person();
        await school.There(person.Email);
        await school.Enter();
        await school.There(person.Email);   // another subject
        await school.IsRefused((await school.Enter()).Answer, 409, "identity.provider.other_subject");
        Assert.Equal("account has another subject", await school.LastFault());
        Assert.Equal(1, await school.Sessions(person));
    }

    [Fact]
    public async Task The_provider_stands_for_the_first_step_and_for_the_second_only_where_the_school_says_so()
    {
        var person = await school.Person();
        await school.Database.Execute($"UPDATE identity.accounts SET totp_secret = 'x', totp_confirmed_at = now() WHERE person_id = '{person.Id}'");
        var strong = new { amr = new[] { "pwd", "mfa" } };
        var subject = await school.There(person.Email, extra: strong);
        var (_, answer) = await school.Enter();
        Assert.Equal("/sign-in/code?return=%2Faccount", school.To(answer));
        Assert.Contains(ProviderSchool.Cookies(answer), c => c.StartsWith("lyceum-code=", StringComparison.Ordinal));
        Assert.Equal(0, await school.Sessions(person));

        await school.Set(trusts: true);
        try
        {
            Assert.Equal("/account", school.To((await school.Enter()).Answer));
            await school.There(person.Email, subject: subject, extra: new { amr = new[] { "pwd" } });
            Assert.Equal("/sign-in/code?return=%2Faccount", school.To((await school.Enter()).Answer));
            Assert.Equal(1, await school.Sessions(person));

            // Who owes a second step owes none in a session for which the provider saw one; in another they do.
            await school.Do(new SetSecondStepRules(SecondStepFor.Staff), SettingSecondStepRules.Handle);
            var staff = await school.Person(Role.Registrar);
            await school.There(staff.Email, subject: "staff", extra: strong);
            var (trusted, _) = await school.Enter();
            Assert.Equal(HttpStatusCode.OK, (await trusted.GetAsync("/admin/people", Ct)).StatusCode);
            await school.There(staff.Email, subject: "staff");
            var (plain, _) = await school.Enter();
            Assert.StartsWith("/account/second-step?", school.To(await plain.GetAsync("/admin/people", Ct)), StringComparison.Ordinal);

            // Whoever has no password sets it up all the same, having just signed in.
            await school.Database.Execute($"UPDATE identity.accounts SET password_hash = NULL WHERE person_id = '{staff.Id}'");
            using var begun = await school.PostForm("/account/second-step", new() { ["_handler"] = "begin" }, plain);
            Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
            Assert.Matches("[A-Z2-7]{4} [A-Z2-7]{4}", await begun.Content.ReadAsStringAsync(Ct));
            school.Clock.Advance(TimeSpan.FromMinutes(11));
            using var late = await school.PostForm("/account/second-step", new() { ["_handler"] = "begin" }, plain);
            Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);   // an unattended browser is no proof
            Assert.Contains("href=\"/forgot-password\"", await trusted.GetStringAsync("/account/security", Ct), StringComparison.Ordinal);
        }
        finally
        {
            await school.Set();
            await school.Do(new SetSecondStepRules(SecondStepFor.Nobody), SettingSecondStepRules.Handle);
        }
    }

    [Fact]
    public async Task A_linked_account_is_listed_and_unlinked_with_the_password_and_never_when_it_is_the_last_way_in()
    {
        var person = await school.Person();
        await school.There(person.Email);
        var (browser, _) = await school.Enter();
        await school.Enter();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var id = await school.Database.Value<Guid>($"SELECT i.id FROM identity.external_identities i JOIN identity.accounts a ON a.id = i.account_id WHERE a.person_id = '{person.Id}'");
        Assert.Contains($"/account/identities/{id}", await browser.GetStringAsync("/account/security", Ct), StringComparison.Ordinal);

        using var stranger = await (await school.SignedIn()).PostAsJsonAsync($"/api/v1/me/identities/{id}/removal", new { currentPassword = SchoolPeople.Password }, Ct);
        Assert.Equal((404, "identity.provider.identity_not_found"), await PasskeySchool.Said(stranger));
        using var wrong = await school.PostForm($"/account/identities/{id}", new() { ["_handler"] = "identity-unlink", ["Model.CurrentPassword"] = "some other words" }, browser);
        using var none = await school.PostForm($"/account/identities/{id}", new() { ["_handler"] = "identity-unlink" }, browser);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (wrong.StatusCode, none.StatusCode));

        var hash = await school.Database.Value<string>($"SELECT password_hash FROM identity.accounts WHERE person_id = '{person.Id}'");
        await school.Database.Execute($"UPDATE identity.accounts SET password_hash = NULL WHERE person_id = '{person.Id}'");
        using var last = await school.PostForm($"/account/identities/{id}", new() { ["_handler"] = "identity-unlink" }, browser);
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        await school.Database.Execute($"UPDATE identity.accounts SET password_hash = '{hash}' WHERE person_id = '{person.Id}'");

        using var done = await school.PostForm($"/account/identities/{id}", new() { ["_handler"] = "identity-unlink", ["Model.CurrentPassword"] = SchoolPeople.Password }, browser);
        Assert.Equal("/account/security?done=unlinked", school.To(done));
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM identity.external_identities WHERE id = '{id}'"));
        Assert.Equal(1, await school.Sessions(person));   // this one; the other is signed out
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}' AND text_key = 'identity.provider.notice.unlinked'"));
    }

    private static async Task<string> Token(HttpClient browser) =>
        WebUtility.HtmlDecode(Regex.Match(await browser.GetStringAsync("/account", Ct), "name=\"__form\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
}

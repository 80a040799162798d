using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Identity.Providers;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>What must not sign anybody in, against a real provider whose answers are changed on their way in one respect each.</summary>
public sealed class ProviderAttackTests(ProviderSchool school) : IClassFixture<ProviderSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("issuer", "ID token: issuer")]
    [InlineData("audience", "ID token: audience")]
    [InlineData("audiences", "ID token: authorized party")]
    [InlineData("azp", "ID token: authorized party")]
    [InlineData("nonce", "ID token: nonce")]
    [InlineData("no-nonce", "ID token: nonce")]
    [InlineData("expired", "ID token: lifetime")]
    [InlineData("future", "ID token: lifetime")]
    [InlineData("no-exp", "ID token: lifetime")]
    [InlineData("at_hash", "ID token: hash of the access token")]
    [InlineData("subject", "ID token: subject")]
    [InlineData("alg-none", "ID token: algorithm")]
    [InlineData("alg-none-signed", "ID token: algorithm")]
    [InlineData("hs256-secret", "ID token: algorithm")]
    [InlineData("hs256-key", "ID token: algorithm")]
    [InlineData("changed", "ID token: signature")]
    [InlineData("other-key", "ID token: signature")]
    [InlineData("unknown-key", "ID token: unknown key")]
    [InlineData("junk", "ID token: not a token")]
    [InlineData("userinfo", "userinfo is of somebody else")]
    public async Task A_token_that_is_wrong_in_one_respect_signs_nobody_in(string lie, string fault)
    {
        var person = await school.Person();
        await school.There(person.Email, lie: lie);
        var before = await school.Rows();
        var (_, answer) = await school.Enter();
        await school.IsRefused(answer, 422, "identity.provider.not_trusted");
        Assert.Equal((before, fault), (await school.Rows(), await school.LastFault()));

        // The same person with nothing changed: it was the lie and nothing else.
        await school.There(person.Email);
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
    }

    [Fact]
    public async Task A_token_of_another_persons_sign_in_signs_nobody_in()
    {
        var (thief, victim) = (await school.Person(), await school.Person());
        await school.There(victim.Email);
        await school.Enter();
        var stolen = await school.Provider.LastToken();
        await school.There(thief.Email, lie: "swapped");
        await school.Provider.Tell(new { token = stolen });
        var (_, answer) = await school.Enter();
        await school.IsRefused(answer, 422, "identity.provider.not_trusted");
        Assert.Equal("ID token: nonce", await school.LastFault());
        Assert.Equal((1, 0), (await school.Sessions(victim), await school.Sessions(thief)));
    }

    [Fact]
    public async Task A_way_back_is_taken_once_also_by_two_at_the_same_moment()
    {
        var person = await school.Person();
        await school.There(person.Email);
        var (browser, address) = await school.Come();
        var cookie = await Cookie(browser);
        var before = await school.Rows();

        // Two browsers with one and the same cookie, often enough that a race would show.
        for (var round = 1; round <= 8; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Return(cookie, address))).WaitAsync(TimeSpan.FromSeconds(60), Ct);
            Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
            Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Gone));
            Assert.Equal(round, await school.Sessions(person));
            (browser, address) = await school.Come();
            cookie = await Cookie(browser);
        }
        Assert.NotEqual(before, await school.Rows());
        Assert.Equal("/account", school.To(await Return(cookie, address)));
        await school.IsRefused(await Return(cookie, address), 410, "identity.provider.over");
        Assert.Equal(9, await school.Sessions(person));
    }

    [Fact]
    public async Task A_way_back_belongs_to_the_browser_that_began_and_ends_after_a_quarter_of_an_hour()
    {
        var person = await school.Person();
        await school.There(person.Email);
        var (browser, address) = await school.Come();
        await school.IsRefused(await school.Visitor("text/html").GetAsync(address, Ct), 410, "identity.provider.over");      // a link sent to somebody else: they would be signed in as its sender
        var (other, _) = await school.Come();
        await school.IsRefused(await other.GetAsync(address, Ct), 410, "identity.provider.over");
        await school.IsRefused(await browser.GetAsync(Regex.Replace(address, "state=[^&]+", "state=guessed", RegexOptions.None, TimeSpan.FromSeconds(1)), Ct), 410, "identity.provider.over");
        Assert.Equal("/account", school.To(await browser.GetAsync(address, Ct)));                                         // a guess does not use it up

        (browser, address) = await school.Come();
        school.Clock.Advance(ProviderVisit.Life);
        await school.IsRefused(await browser.GetAsync(address, Ct), 410, "identity.provider.over");
        Assert.Equal(1, await school.Sessions(person));
    }

    [Fact]
    public async Task A_code_of_another_browser_and_an_answer_of_another_issuer_are_refused()
    {
        var person = await school.Person();
        await school.There(person.Email);
        var (browser, address) = await school.Come();
        await school.IsRefused(await browser.GetAsync(address.Replace("code=", "code=x", StringComparison.Ordinal), Ct), 422, "identity.provider.not_trusted");
        Assert.Equal("token endpoint: 400 invalid_grant", await school.LastFault());

        // A code of another visit: the verifier of this browser does not open it (PKCE).
        var (_, others) = await school.Come();
        (browser, address) = await school.Come();
        var swapped = Regex.Replace(address, "code=[^&]+", Regex.Match(others, "code=[^&]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value, RegexOptions.None, TimeSpan.FromSeconds(1));
        await school.IsRefused(await browser.GetAsync(swapped, Ct), 422, "identity.provider.not_trusted");
        Assert.Equal("token endpoint: 400 invalid_grant", await school.LastFault());

        (browser, address) = await school.Come();
        await school.Provider.Tell(new { lie = "none" });
        await school.IsRefused(await browser.GetAsync(Regex.Replace(address, "iss=[^&]+", "iss=https%3A%2F%2Fother.example", RegexOptions.None, TimeSpan.FromSeconds(1)), Ct), 422, "identity.provider.not_trusted");
        Assert.DoesNotContain("POST /token", await school.Provider.Passed());
        Assert.Equal(0, await school.Sessions(person));
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_it_is_first_seen_and_the_old_one_is_refused_from_then_on()
    {
        var person = await school.Person();
        await school.There(person.Email);
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
        school.Clock.Advance(ProviderDirectory.BetweenRenewals);

        await school.Provider.Tell(new { rotate = true });
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
        Assert.Equal(1, (await school.Provider.Passed()).Count(p => p == "GET /jwks"));

        await school.Provider.Tell(new { lie = "old-key" });
        await school.IsRefused((await school.Enter()).Answer, 422, "identity.provider.not_trusted");
        Assert.Equal("ID token: unknown key", await school.LastFault());
        Assert.Equal(0, (await school.Provider.Passed()).Count(p => p == "GET /jwks"));   // within the minute nobody is asked again, whoever sends what

        school.Clock.Advance(ProviderDirectory.BetweenRenewals);
        await school.Provider.Tell(new { lie = "unknown-key" });
        for (var i = 0; i < 3; i++) await school.IsRefused((await school.Enter()).Answer, 422, "identity.provider.not_trusted");
        Assert.Equal(1, (await school.Provider.Passed()).Count(p => p == "GET /jwks"));
        await school.Provider.Tell(new { lie = "none" });
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
    }

    [Fact]
    public async Task Whoever_says_no_over_there_is_told_so_and_may_go_on_another_way()
    {
        await school.There("nobody@school.test");
        await school.Provider.Tell(new { auto = "no" });
        var before = await school.Rows();
        var (_, answer) = await school.Enter();
        await school.IsRefused(answer, 422, "identity.provider.declined");
        Assert.Equal(before, await school.Rows());
    }

    [Fact]
    public async Task After_signing_in_one_comes_to_a_page_of_this_school_only()
    {
        var person = await school.Person();
        await school.There(person.Email);
        foreach (var (wanted, expected) in ((string, string)[])[("/account", "/account"), ("//evil.example", "/today"), ("https://evil.example/", "/today"), ("/" + new string('x', 600), "/today")])
            Assert.Equal(expected, school.To((await school.Enter(wanted)).Answer));
    }

    private static Task<string> Cookie(HttpClient browser)
    {
        // The test's browser keeps its cookies in the handler; what it sends is what the school reads.
        var handler = typeof(HttpMessageInvoker).GetField("_handler", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(browser)!;
        var cookies = ((SocketsHttpHandler)handler).CookieContainer.GetCookies(browser.BaseAddress!);
        return Task.FromResult(cookies["lyceum-provider"]!.Value);
    }

    private async Task<HttpResponseMessage> Return(string cookie, string address)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(school.Origins.Main) };
        browser.DefaultRequestHeaders.Add("Cookie", "lyceum-provider=" + cookie);
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        return await browser.GetAsync(address, Ct);
    }
}

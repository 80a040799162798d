using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Identity.SignIns;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>A school in which passkeys are made and used over HTTP, as a browser with its authenticator does.</summary>
public class PasskeySchool : School
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal const string Own = "/api/v1/me/passkeys", Entry = "/api/v1/auth/passkeys/sign-in", SecondStep = "/api/v1/auth/passkeys/second-step";

    internal Authenticator Device(bool rsa = false) => new(Origins.Main, rsa);

    /// <summary>Somebody with a passkey, the authenticator that holds it, and a browser in which they are signed in.</summary>
    internal async Task<(TestPerson Person, Authenticator Device, HttpClient Browser)> WithPasskey(bool rsa = false)
    {
        var (person, device) = (await this.Person(), Device(rsa));
        var browser = await this.Browser(person);
        using var made = await Register(browser, device);
        Assert.Equal(201, (int)made.StatusCode);
        return (person, device, browser);
    }

    internal async Task<HttpResponseMessage> Register(HttpClient browser, Authenticator device, Lies? lies = null, string name = "My phone")
    {
        var question = await Ask(browser, Own, new { currentPassword = SchoolPeople.Password });
        return await browser.PostAsJsonAsync(Own, new { challengeId = (string)question["challengeId"]!, name, credential = device.Make(question["options"]!, lies) }, Ct);
    }

    internal async Task<HttpResponseMessage> Enter(HttpClient browser, Authenticator device, Lies? lies = null, string where = Entry)
    {
        var question = await Ask(browser, where, new { });
        return await browser.PostAsJsonAsync(where, new { challengeId = (string)question["challengeId"]!, credential = device.Answer(question["options"]!, lies) }, Ct);
    }

    internal static async Task<JsonNode> Ask(HttpClient browser, string where, object body)
    {
        using var asked = await browser.PostAsJsonAsync(where + "/options", body, Ct);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync(Ct));
        return (await asked.Content.ReadFromJsonAsync<JsonNode>(Ct))!;
    }

    /// <summary>A browser nobody has signed in, which says where its requests come from.</summary>
    internal HttpClient Stranger()
    {
        var browser = Visitor();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    /// <summary>A browser in which the password was typed and the second step is owed.</summary>
    internal async Task<HttpClient> HalfWay(TestPerson person)
    {
        var outcome = await Do(new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle);
        Assert.NotNull(outcome.ChallengeToken);
        var browser = Visitor();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        browser.DefaultRequestHeaders.Add("Cookie", "lyceum-code=" + outcome.ChallengeToken);
        return browser;
    }

    /// <summary>Status and code of a refusal.</summary>
    internal static async Task<(int Status, string? Code)> Said(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["code"]);
        }
    }

    /// <summary>What a refused answer must not change: passkeys as they are, open sessions, how many passkeys each account counts.</summary>
    internal Task<string> Rows() => Database.Value<string>("""
        SELECT (SELECT coalesce(string_agg(p::text, '|' ORDER BY p.id), '') FROM identity.passkeys p) || (SELECT coalesce(string_agg(s.id::text || coalesce(s.ended_at::text, ''), '|' ORDER BY s.id), '') FROM identity.sessions s)
            || (SELECT coalesce(string_agg(a.passkey_count::text, '|' ORDER BY a.id), '') FROM identity.accounts a)
        """)!;

    internal Task<Guid> AccountOf(TestPerson person) => Database.Value<Guid>($"SELECT id FROM identity.accounts WHERE person_id = '{person.Id}'");
}

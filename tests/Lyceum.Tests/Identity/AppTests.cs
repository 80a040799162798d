using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Apps;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.SignIns;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Identity;

/// <summary>Apps and scripts that sign a person in: short-lived access tokens, refresh tokens that are used once.</summary>
public sealed class AppTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_gives_a_pair_under_the_names_of_the_standard_and_only_hashes_are_stored()
    {
        var person = await school.Person(Role.Registrar);
        using var visitor = school.Visitor();
        using var answer = await visitor.PostAsJsonAsync("/api/v1/auth/token", new { email = person.Email, password = SchoolPeople.Password }, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!.AsObject();
        Assert.Equal(["access_token", "expires_in", "refresh_token", "token_type"], body.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("Bearer", 900), ((string?)body["token_type"], (int?)body["expires_in"]));

        using var app = App((string)body["access_token"]!);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/v1/people", Ct)).StatusCode);
        foreach (var token in (string[])["access_token", "refresh_token"])
        {
            Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM identity.token_pairs p WHERE p::text LIKE '%{(string)body[token]!}%'"));
            Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries a WHERE a::text LIKE '%{(string)body[token]!}%'"));
        }
        // A refresh token opens nothing but the next pair.
        using var wrong = App((string)body["refresh_token"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task Each_refresh_gives_the_next_pair_and_nothing_outlives_its_time()
    {
        var first = await SignIn(await school.Person());
        Assert.Equal(HttpStatusCode.OK, await Status(first.Access));
        school.Clock.Advance(TimeSpan.FromMinutes(14));
        var second = await Refresh(first);
        Assert.Equal(HttpStatusCode.OK, await Status(second.Access));
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await Status(first.Access), await Status(second.Access)));
        school.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(second.Access));

        // Sliding: each refresh within thirty days, until the ninety days since the password are over.
        var (last, begun) = (second, school.Clock.Now);
        for (var days = 0; days < 87; days += 29)
        {
            school.Clock.Advance(TimeSpan.FromDays(29));
            last = await Refresh(last);
        }
        school.Clock.Now = begun.AddDays(90);
        Assert.Equal("identity.app.refresh_not_good", await Refused(last.Refresh));

        var forgotten = await SignIn(await school.Person());
        school.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("identity.app.refresh_not_good", await Refused(forgotten.Refresh));
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_ends_the_whole_family_is_audited_and_told_to_the_person()
    {
        var person = await school.Person();
        var first = await SignIn(person);
        var second = await Refresh(first);
        var third = await Refresh(second);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await Status(second.Access), await Status(third.Access)));

        Assert.Equal("identity.app.refresh_reused", await Refused(first.Refresh));
        await Until(async () => await Status(third.Access) == HttpStatusCode.Unauthorized);   // by NOTIFY: the clock stands still, the cache alone would keep it
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(second.Access));
        Assert.Equal("identity.app.refresh_not_good", await Refused(third.Refresh));
        Assert.Equal("token_reused", await school.Database.Value<string>($"SELECT end_reason FROM identity.sessions WHERE person_id = '{person.Id}' AND kind = 'app'"));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.refresh_reused' AND after->>'personId' = '{person.Id}'"));

        var notices = await (await school.Bearer(person)).GetStringAsync("/api/v1/notifications", Ct);
        Assert.Contains("identity.notice.token_reused", notices, StringComparison.Ordinal);
        Assert.Contains("change your password", notices, StringComparison.Ordinal);
        // The same token once more tells the person nothing new.
        Assert.Equal("identity.app.refresh_not_good", await Refused(first.Refresh));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_two_who_refresh_with_one_token_at_once_exactly_one_gets_a_pair_and_the_other_is_reuse()
    {
        for (var round = 0; round < 10; round++)
        {
            var person = await school.Person();
            var first = await SignIn(person);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                using var visitor = school.Visitor();
                return await visitor.PostAsJsonAsync("/api/v1/auth/token/refresh", new { refresh_token = first.Refresh }, Ct);
            })).WaitAsync(TimeSpan.FromSeconds(30), Ct);
            Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
            Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized));
            Assert.Equal(2L, await school.Database.Value<long>($"SELECT count(*) FROM identity.token_pairs p JOIN identity.sessions s ON s.id = p.session_id WHERE s.person_id = '{person.Id}'"));
            Assert.Equal("token_reused", await school.Database.Value<string>($"SELECT end_reason FROM identity.sessions WHERE person_id = '{person.Id}'"));
            Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}'"));
        }
    }

    [Fact]
    public async Task Unknown_address_wrong_password_and_closed_account_cost_and_say_the_same_as_on_the_page()
    {
        var (known, closed) = (await school.Person(), await school.Person());
        await school.Do(new DisableAccount(closed.Id, "left"), ManagingAccounts.Handle);
        var passwords = school.Services.GetRequiredService<Passwords>();
        const string Failures = "SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.sign_in_failed' AND channel = 'api'";
        var others = await school.Database.Value<long>(Failures);
        List<(int Status, string Code, long Cost)> seen = [];
        foreach (var (email, password) in ((string, string)[])[("nobody@school.test", "some other words"), (known.Email, "some other words"), (closed.Email, SchoolPeople.Password)])
        {
            var before = passwords.Checks;
            using var answer = await Ask(email, password);
            seen.Add(((int)answer.StatusCode, await Code(answer), passwords.Checks - before));
        }
        Assert.Equal([(422, "identity.sign_in.no_match", 1L)], seen.Distinct());
        Assert.Equal(3L, await school.Database.Value<long>(Failures) - others);
    }

    [Fact]
    public async Task Guesses_through_the_app_and_through_the_page_are_counted_together()
    {
        var person = await school.Person();
        for (var i = 0; i < Throttle.FreeFailures; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask(person.Email, "some other words")).StatusCode);
        using var stopped = await Ask(person.Email, SchoolPeople.Password);
        Assert.Equal((HttpStatusCode.TooManyRequests, "identity.sign_in.too_many"), (stopped.StatusCode, await Code(stopped)));
        Assert.NotNull(stopped.Headers.RetryAfter);
        Assert.Equal(429, (await school.Try(Actor.Nobody, new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle)).Refusal!.Status);
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.OK, (await Ask(person.Email, SchoolPeople.Password)).StatusCode);
    }

    [Fact]
    public async Task A_second_step_is_asked_for_and_a_code_of_it_counts_once_here_too()
    {
        var person = await school.Person();
        var secret = await SecondStepTests.Enrol(school, await school.Browser(person));
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = Lyceum.Identity.SecondStep.Totp.Code(secret.Secret, Lyceum.Identity.SecondStep.Totp.StepAt(school.Clock.Now));
        using var without = await Ask(person.Email, SchoolPeople.Password);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "identity.app.code_needed"), (without.StatusCode, await FieldCode(without)));
        using var wrong = await Ask(person.Email, SchoolPeople.Password, code == "123456" ? "654321" : "123456");
        Assert.Equal("identity.sign_in.wrong_code", await FieldCode(wrong));
        Assert.Equal(HttpStatusCode.OK, (await Ask(person.Email, SchoolPeople.Password, code)).StatusCode);
        using var again = await Ask(person.Email, SchoolPeople.Password, code);
        Assert.Equal("identity.sign_in.wrong_code", await FieldCode(again));
    }

    [Fact]
    public async Task What_ends_sessions_ends_apps_and_lost_rights_are_lost_to_them_too()
    {
        var ends = new Dictionary<string, Func<TestPerson, Task>>(StringComparer.Ordinal)
        {
            ["ended_by_person"] = async p => await (await school.Browser(p)).DeleteAsync("/api/v1/me/sessions", Ct),
            ["ended_by_administrator"] = p => school.Do(new EndSessionsOf(p.Id), EndingSessions.Handle),
            ["password_changed"] = async p => await (await school.Browser(p)).PutAsJsonAsync("/api/v1/me/password", new { currentPassword = SchoolPeople.Password, newPassword = "nine green bottles hanging" }, Ct),
            ["second_step_changed"] = async p => await SecondStepTests.Enrol(school, await school.Browser(p)),
            ["disabled"] = p => school.Do(new DisableAccount(p.Id, "left"), ManagingAccounts.Handle),
        };
        foreach (var (reason, end) in ends)
        {
            var person = await school.Person();
            var pair = await SignIn(person);
            Assert.Equal(HttpStatusCode.OK, await Status(pair.Access));
            await end(person);
            await Until(async () => await Status(pair.Access) == HttpStatusCode.Unauthorized);
            Assert.Equal("identity.app.refresh_not_good", await Refused(pair.Refresh));
            Assert.Equal(reason, await school.Database.Value<string>($"SELECT end_reason FROM identity.sessions WHERE person_id = '{person.Id}' AND kind = 'app'"));
        }

        var registrar = await school.Person(Role.Registrar);
        var held = await SignIn(registrar);
        Assert.Equal(HttpStatusCode.OK, await Status(held.Access, "/api/v1/people"));
        var role = await school.Database.Value<Guid>($"SELECT id FROM identity.role_assignments WHERE person_id = '{registrar.Id}'");
        await school.Do(new EndRole(registrar.Id, role), GivingRoles.Handle);
        await Until(async () => await Status(held.Access, "/api/v1/people") == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_app_stands_in_the_list_of_ones_sessions_and_is_signed_out_there()
    {
        var person = await school.Person();
        var pair = await SignIn(person, "Gradebook/2.1 (Android)");
        var browser = await school.Browser(person);
        var page = await browser.GetStringAsync("/account/security", Ct);
        Assert.Contains("App or script (Gradebook)", page, StringComparison.Ordinal);
        var id = await school.Database.Value<Guid>($"SELECT id FROM identity.sessions WHERE person_id = '{person.Id}' AND kind = 'app'");
        Assert.Equal(HttpStatusCode.Redirect, (await school.PostForm("/account/security", new() { ["_handler"] = $"end-{id:n}" }, browser)).StatusCode);
        await Until(async () => await Status(pair.Access) == HttpStatusCode.Unauthorized);
        Assert.DoesNotContain("Gradebook", await browser.GetStringAsync("/account/security", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Either_token_revokes_the_sign_in_and_an_unknown_one_is_no_error()
    {
        foreach (var which in (Func<Pair, string>[])[p => p.Access, p => p.Refresh])
        {
            var person = await school.Person();
            var pair = await SignIn(person);
            using var visitor = school.Visitor();
            Assert.Equal(HttpStatusCode.NoContent, (await visitor.PostAsJsonAsync("/api/v1/auth/token/revoke", new { token = which(pair) }, Ct)).StatusCode);
            await Until(async () => await Status(pair.Access) == HttpStatusCode.Unauthorized);
            Assert.Equal("identity.app.refresh_not_good", await Refused(pair.Refresh));
            Assert.Equal(HttpStatusCode.NoContent, (await visitor.PostAsJsonAsync("/api/v1/auth/token/revoke", new { token = "lyr_nobodys" }, Ct)).StatusCode);
            Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}'"));
        }
    }

    [Fact]
    public async Task The_document_says_that_nobody_need_be_known_to_ask_for_tokens_and_what_a_bearer_may_be()
    {
        using var visitor = school.Visitor();
        var document = JsonNode.Parse(await visitor.GetStringAsync("/openapi/v1.json", Ct))!;
        foreach (var path in (string[])["/api/v1/auth/token", "/api/v1/auth/token/refresh", "/api/v1/auth/token/revoke"])
            Assert.Equal("[]", document["paths"]![path]!["post"]!["security"]!.ToJsonString());
        Assert.Contains("/api/v1/auth/token", (string)document["components"]!["securitySchemes"]!["bearer"]!["description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_oldest_of_more_sign_ins_than_anybody_needs_ends()
    {
        var person = await school.Person();
        var first = await SignIn(person);
        for (var i = 0; i < SigningInApps.Most; i++)
        {
            school.Clock.Advance(TimeSpan.FromSeconds(1));
            await SignIn(person);
        }
        Assert.Equal("identity.app.refresh_not_good", await Refused(first.Refresh));
        Assert.Equal(SigningInApps.Most, await school.Database.Value<long>($"SELECT count(*) FROM identity.sessions WHERE person_id = '{person.Id}' AND ended_at IS NULL"));
    }

    private sealed record Pair(string Access, string Refresh);

    private async Task<Pair> SignIn(TestPerson person, string? agent = null)
    {
        using var visitor = school.Visitor();
        if (agent is not null) visitor.DefaultRequestHeaders.Add("User-Agent", agent);
        using var answer = await visitor.PostAsJsonAsync("/api/v1/auth/token", new { email = person.Email, password = SchoolPeople.Password }, Ct);
        return await Read(answer);
    }

    private async Task<Pair> Refresh(Pair pair)
    {
        using var visitor = school.Visitor();
        using var answer = await visitor.PostAsJsonAsync("/api/v1/auth/token/refresh", new { refresh_token = pair.Refresh }, Ct);
        return await Read(answer);
    }

    private static async Task<Pair> Read(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var tokens = (await answer.Content.ReadFromJsonAsync<TokenAnswer>(Ct))!;
        return new Pair(tokens.AccessToken, tokens.RefreshToken);
    }

    private async Task<string> Refused(string refresh)
    {
        using var visitor = school.Visitor();
        using var answer = await visitor.PostAsJsonAsync("/api/v1/auth/token/refresh", new { refresh_token = refresh }, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return await Code(answer);
    }

    private async Task<HttpResponseMessage> Ask(string email, string password, string? code = null)
    {
        using var visitor = school.Visitor();
        return await visitor.PostAsJsonAsync("/api/v1/auth/token", new { email, password, code }, Ct);
    }

    private static async Task<string> Code(HttpResponseMessage answer) => (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["code"]!;

    private static async Task<string> FieldCode(HttpResponseMessage answer) => (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["errors"]![0]!["code"]!;

    private HttpClient App(string token)
    {
        var client = school.Visitor();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private async Task<HttpStatusCode> Status(string token, string address = "/api/v1/me")
    {
        using var app = App(token);
        return (await app.GetAsync(address, Ct)).StatusCode;
    }

    /// <summary>Waits for the signal between database and cache: real time, a fraction of the bound of A3.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await holds()) return;
            await Task.Delay(50, Ct);
        }
        Assert.Fail("it did not come within five seconds");
    }
}

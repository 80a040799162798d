using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lyceum.Identity;
using Lyceum.Identity.Roles;
using Lyceum.Identity.SecondStep;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lyceum.Tests.Identity;

/// <summary>In production staff have a second step: whoever owes one sets it up before anything else.</summary>
public sealed class OwedSecondStepTests(OwedSecondStepTests.Production school) : IClassFixture<OwedSecondStepTests.Production>
{
    /// <summary>A school that runs in production and where nobody has set the rule.</summary>
    public sealed class Production : PasskeySchool
    {
        protected override void Adjust(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new SchoolEnvironment(IsProduction: true)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_role_but_learner_and_guardian_is_led_to_set_it_up_and_can_do_nothing_else()
    {
        foreach (var role in Role.All)
        {
            var person = await school.Person(role);
            var (browser, api) = (await school.Browser(person), await school.Bearer(person));
            using var today = await browser.GetAsync("/today", Ct);
            using var me = await api.GetAsync("/api/v1/me", Ct);
            if (role is Role.Learner or Role.Guardian)
            {
                Assert.Equal((role, HttpStatusCode.OK, HttpStatusCode.OK), (role, today.StatusCode, me.StatusCode));
                continue;
            }
            Assert.Equal((role, HttpStatusCode.Redirect, "/account/second-step?return=%2Ftoday"), (role, today.StatusCode, today.Headers.Location?.OriginalString));
            Assert.Equal((role, HttpStatusCode.Forbidden, "identity.second_step.required"), (role, me.StatusCode, await Code(me)));
            using var rename = await browser.PutAsJsonAsync("/api/v1/me", new { givenName = "A", familyName = "B", displayName = "A B", language = "en" }, Ct);
            Assert.Equal((HttpStatusCode.Forbidden, "identity.second_step.required"), (rename.StatusCode, await Code(rename)));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/second-step", Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_sets_it_up_on_the_page_goes_on_at_once_where_they_wanted_to_go()
    {
        var person = await school.Person(Role.Registrar);
        var browser = await school.Browser(person);
        using var wrong = await school.PostForm("/account/second-step?return=%2Fadmin%2Fpeople", new() { ["_handler"] = "begin", ["Model.CurrentPassword"] = "some other words" }, browser);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);

        using var begun = await school.PostForm("/account/second-step?return=%2Fadmin%2Fpeople", new() { ["_handler"] = "begin", ["Model.CurrentPassword"] = SchoolPeople.Password }, browser);
        var secret = Regex.Match(await begun.Content.ReadAsStringAsync(Ct), "<bdi class=\"ly-code\" dir=\"ltr\">([A-Z2-7 ]+)</bdi>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/admin/people", Ct)).StatusCode);   // begun is not done

        var code = Totp.Code(secret, Totp.StepAt(school.Clock.Now));
        using var confirmed = await school.PostForm("/account/second-step?return=%2Fadmin%2Fpeople", new() { ["_handler"] = "confirm", ["ConfirmModel.Code"] = code }, browser);
        var html = await confirmed.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        Assert.Equal(RecoveryCode.Count, Regex.Count(html, "<bdi class=\"ly-code\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("href=\"/admin/people\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task An_app_sets_it_up_by_two_requests_and_goes_on_at_once()
    {
        var api = await school.Bearer(await school.Person(Role.Instructor));
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/api/v1/me", Ct)).StatusCode);
        await SecondStepTests.Enrol(school, api);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_passkey_is_a_second_step_too_and_whoever_adds_it_goes_on_at_once()
    {
        var person = await school.Person(Role.Registrar);
        var browser = await school.Browser(person);
        var page = await browser.GetStringAsync("/account/second-step?return=%2Fadmin%2Fpeople", Ct);
        Assert.Contains("data-passkey=\"register\" data-url=\"/api/v1/me/passkeys\" data-next=\"/account/second-step?done=passkey&amp;return=%2Fadmin%2Fpeople\"", page, StringComparison.Ordinal);
        // Only the two requests that add one: the others wait for the second step.
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/v1/me/passkeys", Ct)).StatusCode);

        using var device = school.Device();
        using var wrong = await browser.PostAsJsonAsync("/api/v1/me/passkeys/options", new { currentPassword = "some other words" }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var added = await school.Register(browser, device)) Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/people", Ct)).StatusCode);
        var done = await browser.GetStringAsync("/account/second-step?done=passkey&return=%2Fadmin%2Fpeople", Ct);
        Assert.Contains("Your second step is on.", done, StringComparison.Ordinal);
        Assert.Contains("class=\"btn btn-primary w-100 mb-3\" href=\"/admin/people\"", done, StringComparison.Ordinal);
        using var nothing = await browser.GetAsync("/account/second-step?return=%2Fadmin%2Fpeople", Ct);
        Assert.Equal((HttpStatusCode.Redirect, new Uri(school.Origins.Main + "/admin/people")), (nothing.StatusCode, nothing.Headers.Location));

        var id = (string)(await browser.GetFromJsonAsync<JsonNode>("/api/v1/me/passkeys", Ct))!["items"]![0]!["id"]!;
        using var removed = await browser.PostAsJsonAsync($"/api/v1/me/passkeys/{id}/removal", new { currentPassword = SchoolPeople.Password }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Until(browser, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_signs_in_by_passkey_owes_nothing()
    {
        var person = await school.Person(Role.Registrar);
        var browser = await school.Browser(person);
        using var device = school.Device();
        using (await school.Register(browser, device)) { }
        using var elsewhere = school.Stranger();
        using (var entered = await school.Enter(elsewhere, device)) Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/api/v1/people", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await school.Bearer(person)).GetAsync("/api/v1/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_role_that_is_given_asks_at_once_and_so_does_a_second_step_that_is_taken_away()
    {
        var person = await school.Person(Role.Learner);
        var browser = await school.Browser(person);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/me", Ct)).StatusCode);
        await school.Do(new GiveRole(person.Id, Role.Instructor), GivingRoles.Handle);
        await Until(browser, HttpStatusCode.Forbidden);
        await SecondStepTests.Enrol(school, browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/me", Ct)).StatusCode);
        await browser.PostAsJsonAsync("/api/v1/me/second-step/removal", new { currentPassword = SchoolPeople.Password }, Ct);
        await Until(browser, HttpStatusCode.Forbidden);

        // A single permission makes staff of a learner, too.
        var helper = await school.Person(Role.Learner);
        await school.Do(new GivePermission(helper.Id, IdentityPermissions.ReadPeople, Reach.All, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await school.Bearer(helper)).GetAsync("/api/v1/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task Whoever_owes_it_holds_nothing_but_their_own_account_also_behind_the_door()
    {
        var person = await school.Person(Role.Administrator);
        var browser = await school.Browser(person);
        // A page that is open to all shows an administrator who owes a second step no more than to a visitor.
        Assert.DoesNotContain("/admin/people", await browser.GetStringAsync("/catalogue", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/privacy", Ct)).StatusCode);
        using var left = await browser.PostAsync("/sign-out", null, Ct);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
    }

    private static async Task Until(HttpClient client, HttpStatusCode status)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if ((await client.GetAsync("/api/v1/me", Ct)).StatusCode == status) return;
            await Task.Delay(50, Ct);
        }
        Assert.Fail($"no {status} within five seconds");
    }

    private static async Task<string> Code(HttpResponseMessage answer) => (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["code"]!;
}

/// <summary>Who has to have a second step is said by the school; in a demo nobody.</summary>
public sealed class SecondStepRuleTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_school_says_who_and_a_demo_asks_nobody()
    {
        var (learner, instructor, admin) = (await school.SignedIn(Role.Learner), await school.SignedIn(Role.Instructor), await school.SignedIn(Role.Administrator));
        await All(HttpStatusCode.OK, learner, instructor);

        var browser = await school.Browser(await school.Person(Role.Administrator));
        Assert.Contains("value=\"nobody\" checked", await browser.GetStringAsync("/admin/settings/sign-in", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post("staff")).StatusCode);
        await All(HttpStatusCode.Forbidden, instructor, admin);
        Assert.Equal("\"staff\"", await school.Database.Value<string>("SELECT value::text FROM platform.settings WHERE key = 'identity.second_step'"));
        await All(HttpStatusCode.OK, learner);
        // Who set the rule is asked by it, and goes on when done.
        await SecondStepTests.Enrol(school, browser);

        using var set = await browser.PutAsJsonAsync("/api/v1/registration/second-step", new { askedOf = "everybody" }, Ct);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal("{\"askedOf\":\"everybody\",\"inForce\":\"everybody\"}", await set.Content.ReadAsStringAsync(Ct));
        await All(HttpStatusCode.Forbidden, learner, instructor);
        Assert.Equal(2L, await school.Database.Value<long>("SELECT count(*) FROM platform.setting_changes WHERE key = 'identity.second_step'"));

        await school.Do(new Mark(), async (_, act) =>
        {
            await act.Write(HouseSettings.Demo, true);
            return (Result<Done>)Done.It;
        });
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        await All(HttpStatusCode.OK, learner, instructor, admin);

        Task<HttpResponseMessage> Post(string who) => school.PostForm("/admin/settings/sign-in",
            new() { ["_handler"] = "group", ["Model.Rows[0].Key"] = "identity.second_step", ["Model.Rows[0].Words"] = who, ["Model.Rows[0].Version"] = "0" }, browser);
    }

    [Theory]
    [InlineData(null, true, false, SecondStepFor.Staff)]
    [InlineData(null, false, false, SecondStepFor.Nobody)]
    [InlineData(null, true, true, SecondStepFor.Nobody)]
    [InlineData(SecondStepFor.Everybody, true, true, SecondStepFor.Nobody)]
    [InlineData(SecondStepFor.Nobody, true, false, SecondStepFor.Nobody)]
    [InlineData(SecondStepFor.Everybody, false, false, SecondStepFor.Everybody)]
    public void What_is_in_force_follows_from_what_was_set_and_where_the_school_runs(SecondStepFor? set, bool production, bool demo, SecondStepFor expected) =>
        Assert.Equal(expected, SecondStepRules.InForce(set, production, demo));

    [Open("a test sets a mark")]
    private sealed record Mark;

    private static async Task All(HttpStatusCode status, params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            for (var tries = 0; (await client.GetAsync("/api/v1/me", Ct)).StatusCode != status; tries++)
            {
                Assert.True(tries < 100, $"no {status} within five seconds");
                await Task.Delay(50, Ct);
            }
        }
    }
}

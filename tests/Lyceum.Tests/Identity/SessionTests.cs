using System.Net;
using System.Net.Http.Json;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Sessions;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Identity;

public sealed class SessionTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_says_who_one_is_until_it_is_idle_for_two_hours()
    {
        var person = await school.Person(Role.Registrar);
        var browser = await school.Browser(person);
        Assert.Equal(HttpStatusCode.OK, await Me(browser));

        for (var i = 0; i < 3; i++)
        {
            school.Clock.Advance(TimeSpan.FromMinutes(110));
            Assert.Equal(HttpStatusCode.OK, await Me(browser));
        }
        school.Clock.Advance(TimeSpan.FromMinutes(121));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(browser));
    }

    [Fact]
    public async Task A_session_ends_twelve_hours_after_sign_in_however_busy()
    {
        var browser = await school.Browser(await school.Person());
        for (var i = 0; i < 11; i++)
        {
            school.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(HttpStatusCode.OK, await Me(browser));
        }
        school.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(browser));
    }

    [Fact]
    public async Task A_role_given_or_taken_is_felt_within_the_half_minute_of_the_cache()
    {
        var person = await school.Person();
        var client = await school.Bearer(person);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);

        var given = await school.Do(new GiveRole(person.Id, Role.Registrar), GivingRoles.Handle);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);

        await school.Do(new EndRole(person.Id, given.Id), GivingRoles.Handle);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_notification_drops_the_cache_without_waiting_for_it_to_age()
    {
        var person = await school.Person();
        var client = await school.Bearer(person);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);
        await school.Do(new GiveRole(person.Id, Role.Registrar), GivingRoles.Handle);

        // The clock stands still, so only NOTIFY can have told.
        var status = HttpStatusCode.Forbidden;
        for (var i = 0; i < 200 && status != HttpStatusCode.OK; i++)
        {
            await Task.Delay(25, Ct);
            status = (await client.GetAsync("/api/v1/people", Ct)).StatusCode;
        }
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var person = await school.Person();
        var (here, there) = (await school.Browser(person), await school.Browser(person));
        Assert.Equal(HttpStatusCode.OK, await Me(there));

        var changed = await here.PutAsJsonAsync("/api/v1/me/password", new { currentPassword = SchoolPeople.Password, newPassword = "seven blue lanterns" }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(there));
        Assert.Equal(HttpStatusCode.OK, await Me(here));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM identity.sessions WHERE person_id = '{person.Id}' AND end_reason = 'password_changed'"));
    }

    [Fact]
    public async Task One_ends_ones_own_sessions_and_nobody_elses()
    {
        var (mine, theirs) = (await school.Person(), await school.Person());
        var browser = await school.Browser(mine);
        await school.Browser(theirs);
        var foreign = await school.Read(db => db.Set<Session>().Where(s => s.PersonId == theirs.Id).Select(s => s.Id).SingleAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync($"/api/v1/me/sessions/{foreign}", Ct)).StatusCode);

        var list = await browser.GetFromJsonAsync<SessionList>("/api/v1/me/sessions", Json.Options, Ct);
        var own = Assert.Single(list!.Items);
        Assert.True(own.IsCurrent);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync($"/api/v1/me/sessions/{own.Id}", Ct)).StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(browser));
    }

    [Fact]
    public async Task An_administrator_ends_one_session_of_somebody_and_leaves_the_others()
    {
        var (person, stranger, admin) = (await school.Person(), await school.Person(), await school.Person(Role.Administrator));
        var (lost, kept, office) = (await school.Browser(person), await school.Browser(person), await school.Browser(admin));
        await school.Browser(stranger);
        var sessions = await school.Read(db => db.Set<Session>().Where(s => s.PersonId == person.Id).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(Ct));
        var foreign = await school.Read(db => db.Set<Session>().Where(s => s.PersonId == stranger.Id).Select(s => s.Id).SingleAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await office.DeleteAsync($"/api/v1/people/{person.Id}/sessions/{foreign}", Ct)).StatusCode);   // another person's, under this one's address
        Assert.Equal(HttpStatusCode.Forbidden, (await (await school.SignedIn(Role.Registrar)).DeleteAsync($"/api/v1/people/{person.Id}/sessions/{sessions[1]}", Ct)).StatusCode);

        var page = $"/admin/people/{person.Id}";
        Assert.Equal(HttpStatusCode.Redirect, (await school.PostForm(page, new() { ["_handler"] = $"end-{sessions[0]:n}" }, office)).StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(lost));
        Assert.Equal(HttpStatusCode.OK, await Me(kept));
        Assert.Equal(sessions[0], await school.Database.Value<Guid>($"SELECT id FROM identity.sessions WHERE person_id IN ('{person.Id}', '{stranger.Id}') AND end_reason = 'ended_by_administrator'"));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.end_session_of' AND entity_id = '{sessions[0]}' AND person_id = '{admin.Id}'"));
        Assert.Contains("Signed out of that browser.", await office.GetStringAsync(page + "?done=session_ended", Ct), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await office.DeleteAsync($"/api/v1/people/{person.Id}/sessions/{sessions[1]}", Ct)).StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(kept));
    }

    [Fact]
    public async Task Signing_out_ends_the_row_and_clears_the_cookie()
    {
        var person = await school.Person();
        var browser = await school.Browser(person);
        var left = await browser.PostAsync("/sign-out", null, Ct);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Contains(left.Headers.GetValues("Set-Cookie"), c => c.StartsWith("lyceum=;", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(browser));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM identity.sessions WHERE person_id = '{person.Id}' AND end_reason = 'signed_out'"));
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once_with_its_tokens()
    {
        var person = await school.Person();
        var (browser, client) = (await school.Browser(person), await school.Bearer(person));
        await school.Do(new DisableAccount(person.Id, "left the school"), ManagingAccounts.Handle);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, await Me(client));
    }

    private static async Task<HttpStatusCode> Me(HttpClient client) => (await client.GetAsync("/api/v1/me", Ct)).StatusCode;
}

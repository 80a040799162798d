using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Acting;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Sessions;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Lyceum.Tests.Identity.ActingSchool;

namespace Lyceum.Tests.Identity;

/// <summary>How acting for somebody ends, and that nothing is done in anybody's name who did not mean it.</summary>
public sealed class ActingEndTests(School school) : IClassFixture<School>
{
    private static readonly object Profile = new { givenName = "Ada", familyName = "Wong", displayName = "Too late", latinName = (string?)null, language = "en", zone = (string?)null, about = (string?)null };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<string?> EndOf(TestPerson person) => school.Database.Value<string>($"SELECT end_reason FROM identity.impersonations WHERE person_id = '{person.Id}' ORDER BY began_at DESC LIMIT 1");

    [Fact]
    public async Task It_is_over_after_ten_minutes_and_what_was_sent_too_late_is_carried_out_for_nobody()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        school.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(learner.Id, await Me(browser));
        Assert.Contains("1 minute left", await browser.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        school.Clock.Advance(TimeSpan.FromSeconds(1));

        using (var late = await browser.PutAsJsonAsync("/api/v1/me", Profile, Ct)) Assert.Equal((409, "identity.acting.over"), await Refused(late));
        using (var form = await browser.PostAsync("/preferences/theme", new FormUrlEncodedContent([new("theme", "dark"), new("back", "/")]), Ct))
            Assert.Equal((HttpStatusCode.Redirect, "/today"), (form.StatusCode, form.Headers.Location?.OriginalString));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM identity.people WHERE display_name = 'Too late'"));

        var told = await browser.GetStringAsync("/today", Ct);
        Assert.Contains("You are yourself again.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("ly-acting", told, StringComparison.Ordinal);
        Assert.DoesNotContain("You are yourself again.", await browser.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        Assert.Equal(admin.Id, await Me(browser));

        // The list says when it ended though nobody wrote it down; the next beginning does.
        var view = (await school.Read(db => ActingQueries.Of(learner.Id, db, school.Clock, Ct))).Value.Items.Single();
        Assert.Equal(view.UntilAt, view.EndedAt);
        using (var next = await Begin(browser, learner.Id)) Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal("time", await school.Database.Value<string>($"SELECT end_reason FROM identity.impersonations WHERE person_id = '{learner.Id}' ORDER BY began_at LIMIT 1"));
    }

    [Fact]
    public async Task It_ends_at_once_when_either_of_the_two_no_longer_holds_what_it_asks_for()
    {
        // The role of whoever acts is taken away.
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var one = await school.Acting(admin, learner);
        var role = await school.Read(db => db.RoleAssignments.Where(r => r.PersonId == admin.Id).Select(r => r.Id).SingleAsync(Ct));
        await school.Do(new EndRole(admin.Id, role), GivingRoles.Handle);
        await Becomes(one, admin.Id);
        Assert.Equal("rights_lost", await EndOf(learner));

        // The person becomes an administrator.
        var (second, rising) = (await school.Person(Role.Administrator), await school.Person());
        using var two = await school.Acting(second, rising);
        await school.Do(new GiveRole(rising.Id, Role.Administrator), GivingRoles.Handle);
        await Becomes(two, second.Id);
        Assert.Equal("rights_lost", await EndOf(rising));

        // They are given something the other does not hold.
        var (desk, growing) = (await school.Person(Role.Registrar), await school.Person());
        await school.Do(new GivePermission(desk.Id, IdentityPermissions.Impersonate, Reach.All, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        using var three = await school.Acting(desk, growing);
        await school.Do(new GivePermission(growing.Id, IdentityPermissions.ReadRoles, Reach.All, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        await Becomes(three, desk.Id);
        Assert.Equal("rights_lost", await EndOf(growing));

        // Their account is closed.
        var leaver = await school.Person();
        using var four = await school.Acting(second, leaver);
        await school.Do(new DisableAccount(leaver.Id, "Left"), ManagingAccounts.Handle);
        await Becomes(four, second.Id);
        Assert.Equal("rights_lost", await EndOf(leaver));
    }

    [Fact]
    public async Task It_ends_with_the_session_it_was_begun_in_and_not_with_the_other_persons()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        await school.Do(new EndSessionsOf(learner.Id), EndingSessions.Handle);
        Assert.Equal(learner.Id, await Me(browser));
        await school.Do(new EndSessionsOf(admin.Id), EndingSessions.Handle);
        for (var tries = 0; (await browser.GetAsync("/api/v1/me", Ct)).StatusCode != HttpStatusCode.Unauthorized; tries++)
        {
            Assert.True(tries < 100, "not within five seconds");
            await Task.Delay(50, Ct);
        }
        Assert.Equal("session_ended", await EndOf(learner));

        // Signing out signs out whoever sits there.
        using var again = await school.Acting(admin, learner);
        using (var left = await again.PostAsync("/sign-out", null, Ct)) Assert.Equal("/sign-in?left=1", left.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await again.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Equal("session_ended", await EndOf(learner));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.sign_out' AND person_id = '{admin.Id}' AND as_person_id = '{learner.Id}'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_began_before_an_end_and_would_commit_after_it_is_not_carried_out()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        Assert.Equal(learner.Id, await Me(browser));
        await using var elsewhere = await school.Database.Owner.OpenConnectionAsync(Ct);
        await using var ending = await elsewhere.BeginTransactionAsync(Ct);
        await using (var end = new NpgsqlCommand($"UPDATE identity.impersonations SET ended_at = began_at, end_reason = 'ended' WHERE person_id = '{learner.Id}'", elsewhere, ending)) await end.ExecuteNonQueryAsync(Ct);
        var change = browser.PutAsJsonAsync("/api/v1/me", Profile, Ct);
        // It waits for the row that the end holds; only then does the end commit.
        for (var tries = 0; await school.Database.Value<long>($"SELECT count(*) FROM pg_locks WHERE NOT granted AND {elsewhere.ProcessID} = ANY (pg_blocking_pids(pid))") == 0; tries++)
        {
            Assert.True(tries < 200, "nobody waits");
            await Task.Delay(25, Ct);
        }
        await ending.CommitAsync(Ct);
        using var answer = await change;
        Assert.Equal((409, "identity.acting.over"), await Refused(answer));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM identity.people WHERE display_name = 'Too late'"));
    }

    [Fact]
    public async Task A_form_drawn_for_oneself_is_not_sent_for_the_person_one_acts_for_nor_the_other_way_round()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Browser(admin);
        var mine = Form(await browser.GetStringAsync("/account", Ct));
        using (await Begin(browser, learner.Id)) { }
        using (var crossed = await Post(mine)) Assert.Equal(HttpStatusCode.BadRequest, crossed.StatusCode);
        var theirs = Form(await browser.GetStringAsync("/account", Ct));
        using (await browser.DeleteAsync("/api/v1/me/impersonation", Ct)) { }
        using (var crossed = await Post(theirs)) Assert.Equal(HttpStatusCode.BadRequest, crossed.StatusCode);
        using (var straight = await Post(Form(await browser.GetStringAsync("/account", Ct)))) Assert.Equal(HttpStatusCode.Redirect, straight.StatusCode);
        Assert.Equal($"{admin.Id}", await school.Database.Value<string>("SELECT string_agg(id::text, ' ') FROM identity.people WHERE display_name = 'Crossed'"));

        string Form(string html) => WebUtility.HtmlDecode(Regex.Match(html, "name=\"__form\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
        Task<HttpResponseMessage> Post(string token) => browser.PostAsync("/account", new FormUrlEncodedContent([
            new("_handler", "profile"), new("__form", token), new("Model.GivenName", "Ada"), new("Model.FamilyName", "Wong"), new("Model.DisplayName", "Crossed"), new("Model.Language", "en")]), Ct);
    }

    [Fact]
    public async Task Every_page_says_it_and_ends_it()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Browser(admin);
        using (var wrong = await school.PostForm($"/admin/people/{learner.Id}", new() { ["_handler"] = "act-for" }, browser)) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var begun = await school.PostForm($"/admin/people/{learner.Id}", new() { ["_handler"] = "act-for", ["ActModel.Reason"] = "They cannot see it." }, browser))
            Assert.Equal((HttpStatusCode.Redirect, "/today"), (begun.StatusCode, new Uri(new Uri(school.Origins.Main), begun.Headers.Location!).AbsolutePath));
        foreach (var address in (string[])["/today", "/account", "/account/security", "/account/tokens", "/notifications", "/catalogue", "/privacy", "/status", "/nothing-here", "/admin/people"])
        {
            using var answer = await browser.GetAsync(address, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(html.Contains($"You act for {learner.Name}.", StringComparison.Ordinal) && html.Contains("action=\"/acting/end\"", StringComparison.Ordinal), $"{address} {(int)answer.StatusCode}");
            Assert.Contains($"Signed in: {admin.Name}.", html, StringComparison.Ordinal);
        }
        using var ended = await browser.PostAsync("/acting/end", null, Ct);
        Assert.Equal((HttpStatusCode.Redirect, $"/admin/people/{learner.Id}?done=acting_ended"), (ended.StatusCode, ended.Headers.Location?.OriginalString));
        var back = await browser.GetStringAsync(ended.Headers.Location, Ct);
        Assert.Contains("You act as yourself again.", back, StringComparison.Ordinal);
        Assert.DoesNotContain("ly-acting", back, StringComparison.Ordinal);
        // An administrator's page says why there is no form.
        Assert.Contains("Nobody acts for an administrator.", await browser.GetStringAsync($"/admin/people/{(await school.Person(Role.Administrator)).Id}", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_ended_while_the_school_is_read_only()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        await Mode("read_only");
        try
        {
            using (var changed = await browser.PutAsJsonAsync("/api/v1/me", Profile, Ct)) Assert.Equal(HttpStatusCode.ServiceUnavailable, changed.StatusCode);
            using (var ended = await browser.DeleteAsync("/api/v1/me/impersonation", Ct)) Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
            Assert.Equal(admin.Id, await Me(browser));
        }
        finally
        {
            await Mode("normal");
        }
    }

    private async Task Mode(string mode)
    {
        await school.Do(new SetMode(mode, "Work on the server"), SettingModes.Handle);
        var known = school.Services.GetRequiredService<SystemMode>();
        for (var tries = 0; known.IsReadOnly != (mode == "read_only"); tries++)
        {
            Assert.True(tries < 100, "not within five seconds");
            await Task.Delay(50, Ct);
        }
    }
}

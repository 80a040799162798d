using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static Lyceum.Tests.Identity.ActingSchool;

namespace Lyceum.Tests.Identity;

/// <summary>Acting for somebody (A8): who, for whom, that both stand in what is written, and that the person acted for is told.</summary>
public sealed class ActingTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static object Profile(string name) => new { givenName = "Ada", familyName = "Wong", displayName = name, latinName = (string?)null, language = "en", zone = (string?)null, about = (string?)null };

    [Fact]
    public async Task Whoever_acts_is_the_other_person_until_they_end_it_and_both_stand_in_the_audit()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Browser(admin);
        using var begun = await Begin(browser, learner.Id, " Their picture is upside down. ");
        var said = (await begun.Content.ReadFromJsonAsync<JsonNode>(Ct))!;
        Assert.Equal((HttpStatusCode.OK, admin.Id, learner.Id, "Their picture is upside down."), (begun.StatusCode, (Guid)said["byId"]!, (Guid)said["personId"]!, (string)said["reason"]!));
        Assert.Equal(school.Clock.Now.AddMinutes(10), (DateTimeOffset)said["untilAt"]!);
        Assert.Equal(learner.Id, await Me(browser));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/v1/people", Ct)).StatusCode);   // and holds what the other holds, no more

        using (var changed = await browser.PutAsJsonAsync("/api/v1/me", Profile("Ada W."), Ct)) Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("Ada W.", await school.Database.Value<string>($"SELECT display_name FROM identity.people WHERE id = '{learner.Id}'"));
        using (var ended = await browser.DeleteAsync("/api/v1/me/impersonation", Ct)) Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(admin.Id, await Me(browser));
        using (var again = await browser.DeleteAsync("/api/v1/me/impersonation", Ct)) Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);

        // The beginning is written twice: as the row that came to be, and under the person it happened to.
        Assert.Equal(
            "identity.act_for identity.impersonations {0} - - Their picture is upside down. | identity.act_for identity.people {0} - 1 Their picture is upside down. | "
            + "identity.change_profile identity.people {0} {1} 1 - | identity.end_acting identity.impersonations {0} {1} - -",
            (await school.Database.Value<string>(
                $"""
                SELECT string_agg(concat_ws(' ', action, entity, person_id, coalesce(as_person_id::text, '-'), CASE WHEN entity_id = '{learner.Id}' THEN '1' ELSE '-' END, coalesce(btrim(reason), '-')), ' | ' ORDER BY action, entity)
                FROM platform.audit_entries WHERE '{admin.Id}' IN (person_id, as_person_id) AND (action LIKE 'identity.act%' OR action LIKE 'identity.end_a%' OR action = 'identity.change_profile')
                """))!.Replace(admin.Id.ToString(), "{0}", StringComparison.Ordinal).Replace(learner.Id.ToString(), "{1}", StringComparison.Ordinal));
        Assert.Equal($"person:{admin.Id} as person:{learner.Id}", await school.Database.Value<string>($"SELECT actor FROM platform.audit_entries WHERE as_person_id = '{learner.Id}' AND action = 'identity.change_profile'"));
        Assert.Equal("ended", await school.Database.Value<string>($"SELECT end_reason FROM identity.impersonations WHERE person_id = '{learner.Id}'"));

        // The log finds the entry under either of them and says both.
        var auditor = await school.SignedIn(Role.Auditor);
        foreach (var person in (Guid[])[admin.Id, learner.Id])
        {
            var found = (await auditor.GetFromJsonAsync<JsonNode>($"/api/v1/audit?actor={person}&action=identity.change_profile", Ct))!["items"]!.AsArray();
            Assert.Equal((admin.Id, learner.Id), ((Guid)Assert.Single(found)!["personId"]!, (Guid)found[0]!["asPersonId"]!));
        }
        var page = await (await school.Browser(await school.Person(Role.Auditor))).GetStringAsync($"/admin/audit?person={learner.Id}", Ct);
        Assert.Contains($"{admin.Name} for Ada W.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_person_is_told_at_once_and_finds_who_when_and_why_on_their_security_page()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{learner.Id}' AND text_key = 'identity.notice.acted_for'"));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.mails WHERE to_person = '{learner.Id}' AND subject = 'Somebody acts for you' AND text LIKE '%Their quiz is not shown.%'"));
        using var own = await school.Browser(learner);
        var during = await own.GetStringAsync("/account/security", Ct);
        foreach (var words in (string[])["Who acted for this account", admin.Name, "Their quiz is not shown.", "Now"]) Assert.Contains(words, during, StringComparison.Ordinal);
        Assert.Contains(admin.Name + " acts for you from", await own.GetStringAsync("/notifications", Ct), StringComparison.Ordinal);
        var item = Assert.Single((await own.GetFromJsonAsync<JsonNode>("/api/v1/me/impersonations", Ct))!["items"]!.AsArray())!;
        Assert.Equal((admin.Id, (string?)null), ((Guid)item["byId"]!, (string?)item["endedAt"]));
        // Nobody else's are shown to them, and others' only to those who look after accounts.
        Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync($"/api/v1/people/{learner.Id}/impersonations", Ct)).StatusCode);
        Assert.Single((await (await school.SignedIn(Role.Administrator)).GetFromJsonAsync<JsonNode>($"/api/v1/people/{learner.Id}/impersonations", Ct))!["items"]!.AsArray());
        Assert.DoesNotContain("Who acted for this account", await (await school.Browser(await school.Person())).GetStringAsync("/account/security", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_whom_somebody_acted_is_part_of_the_sealed_chain()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        using (await browser.PutAsJsonAsync("/api/v1/me", Profile("Sealed"), Ct)) { }
        var sealer = new AuditSealer(school.Database.App, TimeProvider.System, NullLogger<AuditSealer>.Instance);
        while (await sealer.Seal(Ct) > 0) { }
        var verifier = new AuditVerifier(school.Database.App, TimeProvider.System);
        Assert.True((await verifier.Verify(Ct)).Holds);
        var row = await school.Database.Value<Guid>($"SELECT id FROM platform.audit_entries WHERE as_person_id = '{learner.Id}' AND action = 'identity.change_profile'");
        foreach (var forged in (string[])["NULL", $"'{admin.Id}'"])
        {
            await school.Database.Execute($"UPDATE platform.audit_entries SET as_person_id = {forged} WHERE id = '{row}'");
            Assert.Equal(1, (await verifier.Verify(Ct)).BrokenCount);
        }
        await school.Database.Execute($"UPDATE platform.audit_entries SET as_person_id = '{learner.Id}' WHERE id = '{row}'");
        Assert.True((await verifier.Verify(Ct)).Holds);
    }

    [Fact]
    public async Task Nobody_acts_for_an_administrator_for_somebody_who_holds_more_or_without_a_reason()
    {
        var (admin, other, learner) = (await school.Person(Role.Administrator), await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Browser(admin);
        Assert.Equal((403, "identity.acting.administrator"), await Refused(await Begin(browser, other.Id)));
        Assert.Equal((409, "identity.acting.yourself"), await Refused(await Begin(browser, admin.Id)));
        Assert.Equal((404, "identity.person.not_found"), await Refused(await Begin(browser, Guid.CreateVersion7())));
        var guest = await school.Do(new CreatePerson("No", "Account", "en"), CreatingPeople.Handle);
        Assert.Equal((409, "identity.acting.no_account"), await Refused(await Begin(browser, guest.Id)));
        var closed = await school.Person();
        await school.Do(new DisableAccount(closed.Id, "Left"), ManagingAccounts.Handle);
        Assert.Equal((409, "identity.acting.no_account"), await Refused(await Begin(browser, closed.Id)));
        foreach (var reason in (string[])["", "   ", new('x', 301)]) Assert.Equal(422, (await Refused(await Begin(browser, learner.Id, reason))).Status);

        // A registrar who may act for others does so for learners; whoever teaches or coordinates can do what a registrar cannot.
        var registrar = await school.Person(Role.Registrar);
        using var desk = await school.Browser(registrar);
        Assert.Equal((403, "platform.access.not_allowed"), await Refused(await Begin(desk, learner.Id)));
        await school.Do(new GivePermission(registrar.Id, IdentityPermissions.Impersonate, Reach.All, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        foreach (var role in (string[])[Role.Instructor, Role.Coordinator, Role.Auditor]) Assert.Equal((403, "identity.acting.more_rights"), await Refused(await Begin(desk, (await school.Person(role)).Id)));
        var powerful = await school.Person();
        await school.Do(new GivePermission(powerful.Id, IdentityPermissions.ManageAccounts, Reach.All, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        Assert.Equal((403, "identity.acting.more_rights"), await Refused(await Begin(desk, powerful.Id)));
        Assert.Equal((403, "identity.acting.administrator"), await Refused(await Begin(desk, admin.Id)));
        using (var allowed = await Begin(desk, learner.Id)) Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);

        // An administrator acts for everybody below: one of each role.
        foreach (var role in Role.All.Where(r => r != Role.Administrator))
        {
            using var begun = await Begin(browser, (await school.Person(role)).Id);
            Assert.Equal((role, HttpStatusCode.OK), (role, begun.StatusCode));
            using var ended = await browser.DeleteAsync("/api/v1/me/impersonation", Ct);
        }
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM identity.impersonations WHERE person_id IN ('{admin.Id}', '{other.Id}', '{guest.Id}', '{closed.Id}', '{powerful.Id}')"));
    }

    [Fact]
    public async Task The_database_knows_the_rules_too()
    {
        var (admin, other, learner) = (await school.Person(Role.Administrator), await school.Person(Role.Administrator), await school.Person());
        using var browser = await school.Acting(admin, learner);
        var session = await school.Database.Value<Guid>($"SELECT session_id FROM identity.impersonations WHERE person_id = '{learner.Id}'");
        async Task<string?> Fails(string sql) => (await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(sql))).ConstraintName;
        string Insert(Guid of, Guid by, Guid whom, string until) => $"INSERT INTO identity.impersonations (id, session_id, by_id, person_id, reason, began_at, until_at) VALUES (gen_random_uuid(), '{of}', '{by}', '{whom}', 'x', now(), now() + interval '{until}')";
        Assert.Equal("impersonations_one", await Fails(Insert(session, admin.Id, learner.Id, "5 minutes")));
        Assert.Equal("impersonations_session", await Fails(Insert(session, other.Id, learner.Id, "5 minutes")));
        Assert.Equal("impersonations_kept", await Fails($"UPDATE identity.impersonations SET until_at = until_at + interval '1 minute' WHERE session_id = '{session}'"));
        Assert.Equal("impersonations_kept", await Fails($"UPDATE identity.impersonations SET reason = 'y' WHERE session_id = '{session}'"));
        using (await browser.DeleteAsync("/api/v1/me/impersonation", Ct)) { }
        Assert.Equal("impersonations_administrator", await Fails(Insert(session, admin.Id, other.Id, "5 minutes")));
        Assert.Equal("impersonations_ten_minutes", await Fails(Insert(session, admin.Id, learner.Id, "11 minutes")));
        using var own = await school.Browser(learner);
        var theirs = await school.Database.Value<Guid>($"SELECT id FROM identity.sessions WHERE person_id = '{learner.Id}'");
        Assert.Equal("impersonations_apart", await Fails(Insert(theirs, learner.Id, learner.Id, "5 minutes")));
        Assert.Equal("impersonations_kept", await Fails($"UPDATE identity.impersonations SET ended_at = NULL, end_reason = NULL WHERE session_id = '{session}'"));
    }

    [Fact]
    public async Task A_token_and_an_app_act_for_nobody_and_stay_whom_they_are()
    {
        var (admin, learner) = (await school.Person(Role.Administrator), await school.Person());
        using var script = await school.Bearer(admin);
        Assert.Equal((403, "identity.acting.browser_only"), await Refused(await Begin(script, learner.Id)));
        using var app = school.Visitor();
        var pair = await (await app.PostAsJsonAsync("/api/v1/auth/token", new { email = admin.Email, password = SchoolPeople.Password }, Ct)).Content.ReadFromJsonAsync<JsonNode>(Ct);
        app.DefaultRequestHeaders.Authorization = new("Bearer", (string)pair!["access_token"]!);
        Assert.Equal((403, "identity.acting.browser_only"), await Refused(await Begin(app, learner.Id)));
        using var browser = await school.Acting(admin, learner);
        Assert.Equal((learner.Id, admin.Id, admin.Id), (await Me(browser), await Me(script), await Me(app)));
        // Nor does the other browser of the same person.
        using var second = await school.Browser(admin);
        Assert.Equal(admin.Id, await Me(second));
    }

    [Fact]
    public async Task Whoever_acts_for_somebody_does_not_act_for_a_third_also_where_the_second_may()
    {
        var (admin, deputy, learner) = (await school.Person(Role.Administrator), await school.Person(Role.Registrar), await school.Person());
        await school.Do(new GivePermission(deputy.Id, IdentityPermissions.Impersonate, Reach.All, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle);
        using var browser = await school.Acting(admin, deputy);
        Assert.Equal((403, "platform.access.in_person"), await Refused(await Begin(browser, learner.Id)));
        var page = await browser.GetStringAsync($"/admin/people/{learner.Id}", Ct);
        Assert.DoesNotContain("id=\"act-for\"", page, StringComparison.Ordinal);
        Assert.Equal(deputy.Id, await Me(browser));
        using var own = await school.Browser(deputy);
        Assert.Contains("id=\"act-for\"", await own.GetStringAsync($"/admin/people/{learner.Id}", Ct), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_two_that_begin_at_once_in_one_browser_one_begins()
    {
        var admin = await school.Person(Role.Administrator);
        for (var round = 0; round < 5; round++)
        {
            using var browser = await school.Browser(admin);
            var people = new[] { await school.Person(), await school.Person(), await school.Person() };
            var answers = await Task.WhenAll(people.Select(p => Begin(browser, p.Id)));
            var said = new List<(int Status, string? Code)>();
            foreach (var answer in answers) said.Add(await Refused(answer));
            Assert.Equal([200, 409, 409], said.Select(s => s.Status).Order());
            Assert.All(said.Where(s => s.Status == 409), s => Assert.Equal("identity.acting.already", s.Code));
            Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM identity.impersonations WHERE person_id IN ('{people[0].Id}', '{people[1].Id}', '{people[2].Id}')"));
        }
    }
}

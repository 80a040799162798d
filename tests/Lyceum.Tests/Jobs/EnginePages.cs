using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Jobs;

public sealed partial class EnginePages(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_sees_a_dead_job_and_lets_it_try_again_or_gives_it_up()
    {
        var (retried, discarded) = (await Dead(), await Dead());
        using var browser = await school.Browser(await school.Person(Role.Operator));
        var page = await browser.GetStringAsync("/ops/jobs?state=dead", Ct);
        Assert.Contains("tests.unknown", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, "/ops/jobs?state=dead", page, "jobs", ("Discard", discarded.ToString()))).StatusCode);
        Assert.Equal("discarded", await State(discarded));

        using var api = await school.SignedIn(Role.Operator);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/api/v1/ops/jobs/{retried}/retry", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync($"/api/v1/ops/jobs/{discarded}/retry", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"/api/v1/ops/jobs/{Guid.CreateVersion7()}/discard", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync("/api/v1/ops/jobs?state=7", Ct)).StatusCode);
        await Workshop.Until(async () => await State(retried) == "dead");   // tried again, and its kind is still unknown
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/ops/health", Ct)).StatusCode);

        using var learner = await school.SignedIn(Role.Learner);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.GetAsync("/api/v1/ops/jobs", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_jobs_of_the_last_day_are_drawn_by_the_hour_they_were_done_in()
    {
        var hour = school.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:00:00+00", System.Globalization.CultureInfo.InvariantCulture);
        var before = await school.Database.Value<long>($"SELECT count(*) FROM platform.jobs WHERE state = 'done' AND date_trunc('hour', finished_at) = '{hour}'::timestamptz - interval '3 hours'");
        foreach (var (state, ago) in new[] { ("done", 3), ("done", 3), ("discarded", 3), ("done", 30) })
        {
            await school.Database.Execute(
                $"INSERT INTO platform.jobs (id, kind, payload, state, run_at, attempts, max_attempts, queued_by, request_id, created_at, finished_at) VALUES ('{Guid.CreateVersion7()}', 'tests.done', 'null', '{state}', now(), 1, 10, 'system:tests', 'r', now(), '{hour}'::timestamptz - interval '{ago} hours' + interval '59 minutes')");
        }
        using var browser = await school.Browser(await school.Person(Role.Operator));
        var page = await browser.GetStringAsync("/ops/jobs", Ct);
        var said = HourRow().Matches(page).Select(m => int.Parse(m.Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(24, said.Count);
        Assert.Equal(before + 2, said[20]);   // the discarded one is not among them
        Assert.DoesNotContain("id=\"hours-title\"", await browser.GetStringAsync("/ops/jobs?state=dead", Ct), StringComparison.Ordinal);
    }

    [GeneratedRegex("""<td class="ly-num"><bdi>(?<n>\d+) jobs?</bdi>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HourRow();

    [Fact]
    public async Task Today_tells_whoever_runs_the_house_what_waits_for_them_and_nobody_else()
    {
        using var operates = await school.Browser(await school.Person(Role.Operator));
        using var audits = await school.Browser(await school.Person(Role.Auditor));
        using var learns = await school.Browser(await school.Person(Role.Learner));
        await Dead();
        Assert.Contains("failed every time", await operates.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        Assert.Contains("href=\"/ops/jobs?state=dead\"", await operates.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("failed every time", await audits.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("failed every time", await learns.GetStringAsync("/today", Ct), StringComparison.Ordinal);

        // Whoever holds the sealer's turn keeps entries waiting; what waits longer than five minutes is told.
        await using var turn = await school.Database.Owner.OpenConnectionAsync(Ct);
        await using var transaction = await turn.BeginTransactionAsync(Ct);   // the lock ends with it; a session's would go back into the pool with its connection
        await using var take = turn.CreateCommand();
        take.CommandText = "SELECT pg_advisory_xact_lock(7816387915691130882)";
        await take.ExecuteNonQueryAsync(Ct);
        Assert.DoesNotContain("not sealed", await audits.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        await school.Database.Execute(
            $"INSERT INTO platform.audit_entries (id, at, actor, action, entity, request_id, channel) VALUES ('{Guid.CreateVersion7()}', '2020-01-01', 'system:tests', 'tests.stuck', 'tests.things', 'r', 'job')");
        Assert.Contains("An audit entry is not sealed", await audits.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("not sealed", await operates.GetStringAsync("/today", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("not sealed", await learns.GetStringAsync("/today", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_reads_what_changed_proves_the_chain_and_sees_the_place_in_it()
    {
        using var browser = await school.Browser(await school.Person(Role.Auditor));
        var page = await browser.GetStringAsync("/admin/audit", Ct);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, "/admin/audit", page, "prove")).StatusCode);
        await Workshop.Until(async () => (await browser.GetStringAsync("/admin/audit", Ct)).Contains("Chain unbroken", StringComparison.Ordinal));

        using var api = await school.SignedIn(Role.Auditor);
        var entries = (await api.GetFromJsonAsync<JsonObject>("/api/v1/audit?action=identity.give_role&limit=1", Ct))!;
        Assert.NotNull(entries["next"]);
        var id = (Guid)entries["items"]![0]!["id"]!;
        var entry = new JsonObject();
        await Workshop.Until(async () => (entry = (await api.GetFromJsonAsync<JsonObject>($"/api/v1/audit/{id}", Ct))!)["hash"] is not null);   // the sealer is up to a second behind
        Assert.Equal(64, ((string)entry["hash"]!).Length);
        var older = (await api.GetFromJsonAsync<JsonObject>($"/api/v1/audit?action=identity.give_role&limit=1&cursor={entries["next"]}", Ct))!;
        Assert.NotEqual(id, (Guid)older["items"]![0]!["id"]!);

        var opened = await browser.GetStringAsync($"/admin/audit?entry={id}&act=identity.give", Ct);
        Assert.Matches("<h2[^>]* id=\"one\"", opened);
        Assert.Contains("identity.give_role", opened, StringComparison.Ordinal);   // the code beside the sentence
        Assert.Contains("Role of a person", opened, StringComparison.Ordinal);
        Assert.Matches("<th scope=\"row\">Created</th>", opened);
        Assert.DoesNotContain("identity.role_assignments", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("createdAt", opened, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<td[^>]*>20\d\d-\d\d-\d\dT", opened);   // instants as people write them, in their zone
        Assert.Matches("<td[^>]*>Auditor</td>", opened);   // the role, in words
        var given = (Guid)entry["after"]!["personId"]!;
        Assert.DoesNotMatch($@"<td[^>]*>{given}", opened);   // a name, not an identifier
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/audit?from=2026-09-01&to=2026-09-30&person=" + Guid.CreateVersion7(), Ct)).StatusCode);
        using var learner = await school.SignedIn(Role.Learner);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.GetAsync("/api/v1/audit", Ct)).StatusCode);
    }

    [Fact]
    public async Task Notifications_are_said_in_the_readers_language_and_read_by_their_owner_alone()
    {
        var (owner, other) = (await school.Person(Role.Learner), await school.Person(Role.Learner));
        await school.Do(new TellSomebody(owner.Id), TellingSomebody.Handle);
        await school.Do(new TellSomebody(owner.Id), TellingSomebody.Handle);
        using var api = await school.Bearer(owner);
        api.DefaultRequestHeaders.Add("Cookie", "lyceum-language=el");
        var mine = (await api.GetFromJsonAsync<JsonObject>("/api/v1/notifications", Ct))!["items"]!.AsArray();
        Assert.Equal("3 αδιάβαστες", (string)mine[0]!["text"]!);
        using var stranger = await school.Bearer(other);
        Assert.Empty((await stranger.GetFromJsonAsync<JsonObject>("/api/v1/notifications", Ct))!["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/api/v1/notifications/{mine[0]!["id"]}/read", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/api/v1/notifications/{mine[0]!["id"]}/read", null, Ct)).StatusCode);
        Assert.Single((await api.GetFromJsonAsync<JsonObject>("/api/v1/notifications?unread=true", Ct))!["items"]!.AsArray());

        using var browser = await school.Browser(owner);
        var page = await browser.GetStringAsync("/notifications", Ct);
        Assert.Contains("3 unread", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, "/notifications", page, "read-all")).StatusCode);
        Assert.Empty((await api.GetFromJsonAsync<JsonObject>("/api/v1/notifications?unread=true", Ct))!["items"]!.AsArray());
    }

    private async Task<Guid> Dead()
    {
        var job = Guid.CreateVersion7();
        await school.Database.Execute(
            $"INSERT INTO platform.jobs (id, kind, payload, state, run_at, attempts, max_attempts, queued_by, request_id, created_at, finished_at) VALUES ('{job}', 'tests.unknown', '{{}}', 'dead', '2020-01-01', 3, 3, 'test', 'r', now(), now())");
        return job;
    }

    private Task<string?> State(Guid job) => school.Database.Value<string>($"SELECT state FROM platform.jobs WHERE id = '{job}'");

    private static Task<HttpResponseMessage> Post(HttpClient browser, string address, string page, string form, params (string Name, string Value)[] fields) =>
        browser.PostAsync(address, new FormUrlEncodedContent(
            [new("_handler", form), new("__form", Token.Match(page).Groups["token"].Value), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]), Ct);

    [GeneratedRegex("name=\"__form\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token { get; }
}

[Open("a test tells")]
public sealed record TellSomebody(Guid PersonId);

public static class TellingSomebody
{
    public static Task<Result<Done>> Handle(TellSomebody command, Act act)
    {
        act.Notify(command.PersonId, "platform.notifications.unread", [("count", 3), ("on", new DateOnly(2026, 11, 10)), ("what", new LocalizedName("x"))], "/courses");
        return Task.FromResult<Result<Done>>(Done.It);
    }
}

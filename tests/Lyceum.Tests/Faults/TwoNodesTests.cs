using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lyceum.Platform.Security;

namespace Lyceum.Tests.Faults;

/// <summary>Two servers on one database: sessions, forms, idempotency keys, jobs and schedules behave as in one.</summary>
public sealed class TwoNodesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Two_servers_are_one_school()
    {
        await using var school = await KilledSchool.Open(Ct);
        await using var second = new ServerProcess(school.Paths, school.Mail.Port);
        await second.Start(Ct);
        await Sessions(school, second);
        await Keys(school, second);
        await Work(school, second);
        await Ticks(school);
    }

    /// <summary>A form drawn by one is answered by the other; a session begun there is known here, and ended there it is over here.</summary>
    private static async Task Sessions(KilledSchool school, ServerProcess second)
    {
        var (id, api) = await school.Person(Role.Learner);
        var email = await new Checker(school).Value($"SELECT email FROM identity.accounts WHERE person_id = '{id}'", Ct);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var html = await browser.GetStringAsync(new Uri(school.Server.Address, "/sign-in"), Ct);
        var token = WebUtility.HtmlDecode(Regex.Match(html, "name=\"__form\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("__form", token), new("Model.Email", email), new("Model.Password", KilledSchool.Password)]);
        using var entered = await browser.PostAsync(new Uri(second.Address, "/sign-in"), form, Ct);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        foreach (var node in (Uri[])[school.Server.Address, second.Address]) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(node, "/today"), Ct)).StatusCode);

        using var ended = await api.DeleteAsync(new Uri("/api/v1/me/sessions", UriKind.Relative), Ct);
        Assert.True(ended.IsSuccessStatusCode);
        foreach (var node in (Uri[])[school.Server.Address, second.Address])
            for (var tries = 0; (await browser.GetAsync(new Uri(node, "/today"), Ct)).StatusCode != HttpStatusCode.Redirect; tries++)
            {
                Assert.True(tries < 100, $"the session is still known at {node} after five seconds");
                await Task.Delay(50, Ct);
            }
    }

    /// <summary>One key at both at once: one row, one answer.</summary>
    private static async Task Keys(KilledSchool school, ServerProcess second)
    {
        var (_, office) = await school.Person(Role.Administrator, Role.Registrar);
        using var there = At(second, office);
        for (var i = 0; i < 20; i++)
        {
            var answers = await Task.WhenAll(((HttpClient[])[office, there, office, there]).Select(c => Send(c, $"twice-{i}", $"Twice-{i}")));
            Assert.Equal([(201, answers[0].Id)], answers.Distinct());
        }
        Assert.Equal("20", await new Checker(school).Value("SELECT count(*) FROM identity.people WHERE family_name LIKE 'Twice-%'", Ct));
        Assert.Equal(409, (await Send(there, "twice-0", "Somebody else")).Status);
    }

    private static async Task<(int Status, string? Id)> Send(HttpClient client, string key, string family)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/people", UriKind.Relative)) { Content = JsonContent.Create(new { givenName = "A", familyName = family, language = "en" }) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Ct);
        return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))?["id"]);
    }

    /// <summary>Writers at both, and the checker that knows what each kill must leave: each event told once, each job done once, each learner one certificate and one letter.</summary>
    private static async Task Work(KilledSchool school, ServerProcess second)
    {
        var one = await Places.Arrange(school, 1, learners: 6, crowd: 20);
        var places = one with { Learners = [.. one.Learners.Select((l, i) => i % 2 == 0 ? l : l with { Client = At(second, l.Client) })] };
        var folder = Directory.CreateTempSubdirectory("lyceum-two-");
        await using (var log = new WriterLog(Path.Combine(folder.FullName, "writers.jsonl")))
        {
            var writers = new Writers(places, log, "1");
            var writing = writers.Write(20, Ct);
            while (log.Acknowledged < 400 && !writing.IsCompleted) await Task.Delay(20, Ct);
            // Until every learner has finished, so that the jobs of certificates run at both.
            while (await new Checker(school).Value("SELECT count(*) FROM learning.section_progress WHERE completed_at IS NOT NULL", Ct) != "6") await Task.Delay(50, Ct);
            writers.Stop();
            await writing.WaitAsync(TimeSpan.FromSeconds(60), Ct);
            var checker = new Checker(school);
            Assert.Null(await checker.Quiet(TimeSpan.FromSeconds(60), leasesRunOut: false, Ct));
            Assert.Equal([], await checker.Everything(log.Facts, Ct));
        }
        folder.Delete(recursive: true);
    }

    /// <summary>Every schedule is due at once: each becomes one job.</summary>
    private static async Task Ticks(KilledSchool school)
    {
        var checker = new Checker(school);
        var due = await checker.Value("WITH due AS (UPDATE platform.schedules SET next_at = date_trunc('second', clock_timestamp()) - interval '10 seconds', last_at = NULL RETURNING next_at) SELECT to_char(min(next_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM due", Ct);
        for (var tries = 0; await checker.Value("SELECT count(*) FROM platform.schedules WHERE last_at IS NULL", Ct) != "0"; tries++)
        {
            Assert.True(tries < 400, "a schedule was not looked at within forty seconds");
            await Task.Delay(100, Ct);
        }
        Assert.Equal("0", await checker.Value($"SELECT count(*) FROM platform.schedules s WHERE (SELECT count(*) FROM platform.jobs j WHERE j.kind = s.kind AND j.unique_key = 'tick {due}') <> 1", Ct));
    }

    private static HttpClient At(ServerProcess node, HttpClient like)
    {
        var client = node.Client(null);
        client.DefaultRequestHeaders.Authorization = like.DefaultRequestHeaders.Authorization;
        return client;
    }
}

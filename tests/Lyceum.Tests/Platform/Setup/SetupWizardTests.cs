using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lyceum.Identity.Setup;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.FirstDays;

/// <summary>A real school is set up from its one-time link, step by step, on pages without script.</summary>
public sealed class SetupWizardTests(School school) : IClassFixture<School>
{
    private const string Password = "a long walk by the sea";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_link_to_a_school_that_is_set_up()
    {
        var link = new Uri((await SetupLink.Create(school.Services, school.Origins.Main, Ct))!);
        using var browser = school.Visitor("text/html");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var made = await Send("/setup" + link.Query, "setup", ("Model.Token", link.Query[7..]), ("Model.Name", "Eleni Papa"), ("Model.Email", "eleni@school.test"), ("Model.Password", Password), ("Model.School", "Asclepius College"), ("Model.Zone", "Europe/Athens"));
        Assert.Equal("/sign-in?done=set_up&return=%2Fadmin%2Fsetup", To(made));
        using var entered = await Send(To(made)!, "sign-in", ("Model.Email", "eleni@school.test"), ("Model.Password", Password));
        Assert.Equal("/admin/setup", To(entered));
        Assert.Equal("/admin/setup/institution", await Resumes());
        Assert.Contains("Set up the school: 0 of 8 steps done", await browser.GetStringAsync("/today", Ct), StringComparison.Ordinal);

        // The school, with what was given at the link filled in already.
        Assert.Contains("value=\"Asclepius College\"", await browser.GetStringAsync("/admin/setup/institution", Ct), StringComparison.Ordinal);
        using var nameless = await Send("/admin/setup/institution", "institution", ("Model.Version", "1"), ("Model.ShortName", ""), ("Model.Currency", "EUR"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nameless.StatusCode);
        using var named = await Send("/admin/setup/institution", "institution", ("Model.Version", "1"), ("Model.NameEn", "Asclepius College"), ("Model.NameEl", "Κολέγιο Ασκληπιός"), ("Model.ShortName", "Asclepius"), ("Model.Currency", "EUR"), ("Model.Address", "5 Sea Street, Athens"));
        Assert.Equal("/admin/setup/campus", To(named));

        // A step that is skipped is left, not lost: one comes back to the next that is open.
        using var skipped = await Send("/admin/setup/campus", null, "/admin/setup/skip", ("step", "campus"));
        Assert.Equal("/admin/setup/zone", To(skipped));
        Assert.Equal("/admin/setup/zone", await Resumes());
        using var zone = await Send("/admin/setup/zone", "zone", ("Model.Version", "2"), ("Model.Zone", "Europe/London"));
        Assert.Equal("/admin/setup/languages", To(zone));
        using var languages = await Send("/admin/setup/languages", "languages", ("Model.First", "el"), ("Model.En", "true"));
        Assert.Equal("/admin/setup/term", To(languages));
        using var backwards = await Send("/admin/setup/term", "first-term", Term("2027-01-10"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, backwards.StatusCode);
        using var term = await Send("/admin/setup/term", "first-term", Term("2027-05-10"));
        Assert.Equal("/admin/setup/mail", To(term));
        using var later = await Send("/admin/setup/mail", null, "/admin/setup/skip", ("step", "mail"));
        Assert.Equal("/admin/setup/sign-in", To(later));

        // Another person, another machine: where it stands is on the server.
        using var colleague = await school.Browser(await school.Person(Role.Administrator));
        using (var resumed = await colleague.GetAsync("/admin/setup", Ct)) Assert.Equal("/admin/setup/sign-in", To(resumed));
        var today = await colleague.GetStringAsync("/today", Ct);
        Assert.Contains("Set up the school: 4 of 8 steps done", today, StringComparison.Ordinal);
        Assert.Contains("Left: Campus, Mail, Sign-in, Backup folder.", today, StringComparison.Ordinal);

        using var policy = await Send("/admin/setup/sign-in", "sign-in-policy", ("Model.Rows[0].Key", "identity.registration"), ("Model.Rows[0].Words", "open"), ("Model.Rows[0].Version", "0"),
            ("Model.Rows[1].Key", "identity.session_idle_minutes"), ("Model.Rows[1].Words", "3"), ("Model.Rows[1].Version", "0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, policy.StatusCode);
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM platform.settings WHERE key = 'identity.registration'"));   // all or nothing
        using var again = await Send("/admin/setup/sign-in", "sign-in-policy", ("Model.Rows[0].Key", "identity.registration"), ("Model.Rows[0].Words", "open"), ("Model.Rows[0].Version", "0"),
            ("Model.Rows[1].Key", "identity.session_idle_minutes"), ("Model.Rows[1].Words", "60"), ("Model.Rows[1].Version", "0"));
        Assert.Equal("/admin/setup/backups", To(again));
        using (var folder = new TemporaryFolder())
        {
            using var kept = await Send("/admin/setup/backups", "backups", ("Model.Rows[0].Key", "platform.backup_folder"), ("Model.Rows[0].Words", folder.Path), ("Model.Rows[0].Version", "0"));
            Assert.Equal("/admin/setup/backups?tried=true", To(kept));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
            var found = await browser.GetStringAsync("/admin/setup/backups?tried=true", Ct);
            Assert.Contains(folder.Path, found, StringComparison.Ordinal);
            Assert.Contains("Backups are not running yet", found, StringComparison.Ordinal);
        }
        using var campus = await Send("/admin/setup/campus", "campus", ("Model.Code", "main"), ("Model.NameEn", "Main building"), ("Model.Address", "5 Sea Street"));
        Assert.Equal("/admin/setup/mail", To(campus));

        // Done stays done, whoever puts it off.
        using var office = await school.SignedIn(Role.Administrator);
        await office.PutAsJsonAsync("/api/v1/setup/steps/zone", new { state = "skipped" }, Ct);
        var steps = await office.GetFromJsonAsync<JsonElement>("/api/v1/setup/steps", Ct);
        Assert.Equal("institution done, campus done, zone done, languages done, term done, mail skipped, sign-in done, backups done",
            string.Join(", ", steps.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("step").GetString()} {s.GetProperty("state").GetString()}")));
        using var end = await Send("/admin/setup?overview=true", null, "/admin/setup/finish");
        Assert.Equal("/today", To(end));
        Assert.DoesNotContain("Set up the school", await browser.GetStringAsync("/today", Ct), StringComparison.Ordinal);

        Assert.Equal("Asclepius|Europe/London|5 Sea Street, Athens", await school.Database.Value<string>("SELECT short_name || '|' || zone || '|' || address FROM academics.institution"));
        Assert.Equal("2027-spring open", await school.Database.Value<string>("SELECT code || ' ' || state FROM academics.terms"));
        Assert.Equal("main", await school.Database.Value<string>("SELECT code FROM academics.campuses"));
        Assert.Equal("[\"el\", \"en\"]", await school.Database.Value<string>("SELECT value::text FROM platform.settings WHERE key = 'platform.languages'"));
        Assert.Equal(1L, await school.Database.Value<long>("SELECT count(*) FROM platform.setup WHERE finished_at IS NOT NULL"));
        using var visitor = school.Visitor("text/html");
        Assert.Contains("5 Sea Street", await visitor.GetStringAsync("/", Ct), StringComparison.Ordinal);

        async Task<string?> Resumes()
        {
            using var answer = await browser.GetAsync("/admin/setup", Ct);
            return To(answer);
        }

        Task<HttpResponseMessage> Send(string page, string? handler, params object[] fields)
        {
            var all = fields.OfType<ValueTuple<string, string>>().Concat(fields.OfType<(string, string)[]>().SelectMany(f => f)).ToDictionary(f => f.Item1, f => f.Item2);
            if (handler is not null) return school.PostForm(page, new(all) { ["_handler"] = handler }, browser);
            return PostTo(browser, page, fields.OfType<string>().Single(), all);
        }
    }

    private static (string, string)[] Term(string ends) => [("Model.Key", Guid.CreateVersion7().ToString("n")), ("Model.Code", "2027-spring"), ("Model.NameEn", "Spring 2027"), ("Model.StartsOn", "2027-01-10"), ("Model.EndsOn", ends),
        ("Model.Opens", "2026-12-01T00:00"), ("Model.Closes", "2027-01-09T00:00"), ("Model.OpenNow", "true")];

    /// <summary>Presses a button of the page that posts to an address of its own.</summary>
    private static async Task<HttpResponseMessage> PostTo(HttpClient browser, string page, string address, Dictionary<string, string> fields)
    {
        var html = await browser.GetStringAsync(page, Ct);
        Assert.Contains($"action=\"{address}\"", html, StringComparison.Ordinal);
        fields["__form"] = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(html, "name=\"__form\" value=\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
        return await browser.PostAsync(address, new FormUrlEncodedContent(fields), Ct);
    }

    private static string? To(HttpResponseMessage answer) => answer.Headers.Location?.OriginalString is { } to ? to.Replace(answer.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal) : $"{(int)answer.StatusCode}";
}

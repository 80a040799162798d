using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Tests.Settings;

/// <summary>The catalogue, its history and its bounds; through the API and pages, and in the database itself.</summary>
public sealed class SettingTests(School school) : IClassFixture<School>
{
    private const string Hours = "/api/v1/settings/identity.session_hours";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_knows_the_same_bounds_as_the_catalogue()
    {
        List<string> rules = [];
        await using (var command = school.Database.Owner.CreateCommand("SELECT key, kind, lowest, highest, coalesce(array_to_string(choices, ','), '') FROM platform.setting_rules ORDER BY key COLLATE \"C\""))
        await using (var row = await command.ExecuteReaderAsync(Ct))
            while (await row.ReadAsync(Ct)) rules.Add($"{row.GetString(0)} {row.GetString(1)} {row.GetInt32(2)}..{row.GetInt32(3)} {row.GetString(4)}");
        Assert.Equal(school.House.Contributions.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Kind.ToString().ToLowerInvariant()} {s.Lowest}..{s.Highest} {string.Join(',', s.Choices)}"), rules);
    }

    [Fact]
    public async Task A_setting_is_set_reset_and_brought_back_and_each_time_it_is_written_down()
    {
        var person = await school.Person(Role.Administrator);
        using var office = await school.Bearer(person);
        Assert.Equal((12, "default", 0), await Now(office));

        Assert.Equal(HttpStatusCode.NoContent, (await Put(office, 8, 0)).StatusCode);
        Assert.Equal((8, "school", 1), await Now(office));
        using var stale = await Put(office, 6, 0);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "platform.request.stale_version"), (stale.StatusCode, await Code(stale)));
        foreach (var wrong in (object?[])[0, 25, -1, 8.5, "8", true, null, new[] { 8 }, int.MaxValue, 1e40])
        {
            using var refused = await Put(office, wrong);
            Assert.Equal((wrong, HttpStatusCode.UnprocessableEntity), (wrong, refused.StatusCode));
            Assert.Contains("From 1 to 24".Replace("From", "from", StringComparison.Ordinal), (await refused.Content.ReadAsStringAsync(Ct)), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal((8, "school", 1), await Now(office));

        Assert.Equal(HttpStatusCode.NoContent, (await Put(office, 6, 1)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await office.DeleteAsync(Hours, Ct)).StatusCode);
        Assert.Equal((12, "default", 3), await Now(office));
        using var back = await office.PostAsJsonAsync(Hours + "/undo", new { change = 2 }, Ct);   // change 2 took 8 away
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
        Assert.Equal((8, "school", 4), await Now(office));
        using var none = await office.PostAsJsonAsync(Hours + "/undo", new { change = 99 }, Ct);
        Assert.Equal((HttpStatusCode.NotFound, "platform.setting.no_such_change"), (none.StatusCode, await Code(none)));

        var history = await office.GetFromJsonAsync<JsonElement>(Hours + "/history", Ct);
        Assert.Equal(["4 undo null→8", "3 reset 6→null", "2 set 8→6", "1 set null→8"], history.GetProperty("items").EnumerateArray().Select(c =>
            $"{c.GetProperty("version")} {c.GetProperty("kind").GetString()} {Raw(c, "before")}→{Raw(c, "after")}"));
        Assert.All(history.GetProperty("items").EnumerateArray(), c => Assert.Equal(person.Name, c.GetProperty("name").GetString()));
        Assert.Equal(4L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE entity = 'platform.settings' AND person_id = '{person.Id}' AND action LIKE 'platform.%setting'"));
        Assert.Equal("8>6", await school.Database.Value<string>($"SELECT (before ->> 'value') || '>' || (after ->> 'value') FROM platform.audit_entries WHERE person_id = '{person.Id}' AND before ->> 'value' = '8'"));

        using var page = await school.Browser(person);
        var html = await page.GetStringAsync("/admin/settings/sign-in/identity.session_hours", Ct);
        Assert.Contains("6 hours", html, StringComparison.Ordinal);
        Assert.Contains(person.Name, html, StringComparison.Ordinal);
        using var reset = await school.PostForm("/admin/settings/sign-in/identity.session_hours", new() { ["_handler"] = "history", ["Version"] = "4", ["Reset"] = "true" }, page);
        Assert.Equal(HttpStatusCode.Redirect, reset.StatusCode);
        Assert.Equal((12, "default", 5), await Now(office));
        using var late = await school.PostForm("/admin/settings/sign-in/identity.session_hours", new() { ["_handler"] = "history", ["Version"] = "4", ["Undo"] = "1" }, page);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_change_it_from_the_same_version_one_does()
    {
        using var office = await school.SignedIn(Role.Administrator);
        const string key = "/api/v1/settings/identity.session_kept_days";
        for (var round = 0; round < 5; round++)
        {
            var version = (await office.GetFromJsonAsync<JsonElement>(key, Ct)).GetProperty("version").GetInt32();
            var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(async i =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Put, key) { Content = JsonContent.Create(new { value = 12 * round + i }) };
                request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
                using var answer = await office.SendAsync(request, Ct);
                return answer.StatusCode;
            })).WaitAsync(TimeSpan.FromSeconds(60), Ct);
            Assert.Equal(1, answers.Count(a => a == HttpStatusCode.NoContent));
            Assert.All(answers.Where(a => a != HttpStatusCode.NoContent), a => Assert.Equal(HttpStatusCode.PreconditionFailed, a));
        }
        Assert.Equal(5L, await school.Database.Value<long>("SELECT count(*) FROM platform.setting_changes WHERE key = 'identity.session_kept_days'"));
    }

    [Theory]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('identity.session_idle_minutes', '4', now())", "settings_value")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('identity.session_idle_minutes', '\"60\"', now())", "settings_value")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('identity.registration', '\"everyone\"', now())", "settings_value")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('platform.languages', '[\"en\",\"de\"]', now())", "settings_value")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('platform.languages', '[]', now())", "settings_value")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('platform.mail_password', '\"in the clear\"', now())", "settings_value")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('identity.session_idle_minutes', '60', now())", "settings_recorded")]
    [InlineData("INSERT INTO platform.settings (key, value, updated_at) VALUES ('a.fact', '1', now()); UPDATE platform.settings SET value = '2' WHERE key = 'a.fact'", "settings_version")]
    public async Task The_database_refuses_what_goes_around_the_door(string sql, string constraint)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(sql));
        Assert.Equal((PostgresErrorCodes.CheckViolation, constraint), (refused.SqlState, refused.ConstraintName));
    }

    [Theory]
    [InlineData("UPDATE platform.setting_changes SET after = '1'")]
    [InlineData("DELETE FROM platform.setting_changes")]
    [InlineData("UPDATE platform.setting_rules SET highest = 99")]
    public async Task The_application_cannot_rewrite_history_or_bounds(string sql)
    {
        await using var app = NpgsqlDataSource.Create(school.Database.Connections.App);
        await using var command = app.CreateCommand(sql);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct))).SqlState);
    }

    [Fact]
    public async Task Who_may_change_which_is_said_by_the_setting()
    {
        using var operating = await school.SignedIn(Role.Operator);
        using var auditor = await school.SignedIn(Role.Auditor);
        using var registrar = await school.SignedIn(Role.Registrar);
        Assert.Equal(HttpStatusCode.NoContent, (await operating.PutAsJsonAsync("/api/v1/settings/platform.mail_port", new { value = 2525 }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await operating.PutAsJsonAsync("/api/v1/settings/identity.registration", new { value = "open" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync("/api/v1/settings/platform.mail_port/history", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.PutAsJsonAsync("/api/v1/settings/platform.mail_port", new { value = 25 }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await registrar.GetAsync("/api/v1/settings", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await operating.PutAsJsonAsync("/api/v1/settings/platform.nothing", new { value = 1 }, Ct)).StatusCode);
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM platform.settings WHERE key = 'identity.registration'"));
        Assert.Equal("2525", await school.Database.Value<string>("SELECT value::text FROM platform.settings WHERE key = 'platform.mail_port'"));
        // Those who may only look are shown no form.
        using var looking = await school.Browser(await school.Person(Role.Auditor));
        Assert.DoesNotContain("Model.Rows[0]", await looking.GetStringAsync("/admin/settings/sign-in", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_kept_sealed_and_shown_to_nobody_and_a_new_server_does_not_get_it()
    {
        const string secret = "swordfish-41";
        using var office = await school.SignedIn(Role.Administrator);
        await office.PutAsJsonAsync("/api/v1/settings/platform.mail_host", new { value = "smtp.asclepius.example" }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, (await office.PutAsJsonAsync("/api/v1/settings/platform.mail_password", new { value = secret }, Ct)).StatusCode);
        Assert.Equal(secret, school.Services.GetRequiredService<SchoolSettings>().Of(PlatformSettings.MailPassword));

        using var browser = await school.Browser(await school.Person(Role.Administrator));
        foreach (var seen in (string[])[
            await office.GetStringAsync("/api/v1/settings", Ct), await office.GetStringAsync("/api/v1/settings/platform.mail_password", Ct), await office.GetStringAsync("/api/v1/settings/platform.mail_password/history", Ct),
            await browser.GetStringAsync("/admin/settings/mail", Ct), await browser.GetStringAsync("/admin/settings/mail/platform.mail_password", Ct)])
            Assert.DoesNotContain(secret, seen, StringComparison.Ordinal);
        Assert.True((await office.GetFromJsonAsync<JsonElement>("/api/v1/settings/platform.mail_password", Ct)).GetProperty("isSet").GetBoolean());
        foreach (var table in (string[])["settings", "setting_changes", "audit_entries", "idempotency_keys", "jobs", "outbox"])
            Assert.Equal((table, 0L), (table, await school.Database.Value<long>($"SELECT count(*) FROM platform.{table} t WHERE t::text LIKE '%{secret}%'")));
        Assert.Equal("•••", await school.Database.Value<string>("SELECT after ->> 'sealed' FROM platform.audit_entries WHERE action = 'platform.keep_secret' ORDER BY at DESC LIMIT 1"));
        using var undone = await office.PostAsJsonAsync("/api/v1/settings/platform.mail_password/undo", new { change = 1 }, Ct);
        Assert.Equal((HttpStatusCode.Conflict, "platform.setting.secret_gone"), (undone.StatusCode, await Code(undone)));

        Assert.Equal(HttpStatusCode.NoContent, (await office.PutAsJsonAsync("/api/v1/settings/platform.mail_host", new { value = "smtp.elsewhere.example" }, Ct)).StatusCode);
        Assert.Equal("", school.Services.GetRequiredService<SchoolSettings>().Of(PlatformSettings.MailPassword));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM platform.settings WHERE sealed IS NOT NULL"));
    }

    [Fact]
    public async Task The_environment_and_its_files_win_and_are_said_and_cannot_be_changed_here()
    {
        var configuration = school.Services.GetRequiredService<IConfiguration>();
        using var office = await school.SignedIn(Role.Administrator);
        const string key = "/api/v1/settings/platform.mail_user";
        var file = Path.Combine(school.Data, "user");
        try
        {
            await office.PutAsJsonAsync(key, new { value = "from the school" }, Ct);
            await File.WriteAllTextAsync(file, "from a file\n", Ct);
            configuration["SMTP_USER_FILE"] = file;
            Assert.Equal(("from a file", "file"), await Held());
            configuration["SMTP_USER"] = "from outside";
            Assert.Equal(("from outside", "environment"), await Held());
            using var refused = await office.PutAsJsonAsync(key, new { value = "again" }, Ct);
            Assert.Equal((HttpStatusCode.Conflict, "platform.setting.set_outside"), (refused.StatusCode, await Code(refused)));
            using var browser = await school.Browser(await school.Person(Role.Administrator));
            var page = await browser.GetStringAsync("/admin/settings/mail", Ct);
            Assert.Contains("Set by the server’s environment and cannot be changed here", page, StringComparison.Ordinal);
            Assert.Contains("SMTP_USER</bdi>", page, StringComparison.Ordinal);
        }
        finally
        {
            (configuration["SMTP_USER"], configuration["SMTP_USER_FILE"]) = (null, null);
        }
        Assert.Equal(("from the school", "school"), await Held());

        async Task<(string?, string?)> Held() => await office.GetFromJsonAsync<JsonElement>(key, Ct) is var v ? (v.GetProperty("value").GetString(), v.GetProperty("source").GetString()) : default;
    }

    private static async Task<(int Value, string? Source, int Version)> Now(HttpClient office)
    {
        using var answer = await office.GetAsync(Hours, Ct);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        Assert.Equal($"\"{body.GetProperty("version")}\"", answer.Headers.ETag?.Tag);
        return (body.GetProperty("value").GetInt32(), body.GetProperty("source").GetString(), body.GetProperty("version").GetInt32());
    }

    private static async Task<HttpResponseMessage> Put(HttpClient office, object? value, int? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Hours) { Content = JsonContent.Create(new { value }, options: Json.Options) };
        if (version is { } seen) request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{seen}\""));
        return await office.SendAsync(request, Ct);
    }

    private static string Raw(JsonElement change, string name) => change.TryGetProperty(name, out var value) ? value.GetRawText() : "null";

    private static async Task<string?> Code(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}

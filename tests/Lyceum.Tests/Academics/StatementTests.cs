using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Identity.Sessions;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Academics;

/// <summary>The pages every layout links: status, privacy, accessibility.</summary>
public sealed class StatementTests(StatementTests.Quiet school) : IClassFixture<StatementTests.Quiet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed class Quiet : School
    {
        protected override bool Jobs => false;
    }

    [Theory]
    [InlineData("en")]
    [InlineData("el")]
    [InlineData("ar")]
    public async Task A_stranger_reads_them_in_every_language(string language)
    {
        using var visitor = school.Visitor("text/html");
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        foreach (var address in (string[])["/status", "/privacy", "/accessibility", "/search"])
        {
            var answer = await visitor.GetAsync(address, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
            Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
            Assert.Single(Regex.Matches(html, "<h1", RegexOptions.None, TimeSpan.FromSeconds(1)));
            Assert.DoesNotMatch(@">\s*(academics|platform|identity|learning|ui)\.[a-z.]+", html);
        }
    }

    [Fact]
    public async Task Privacy_names_the_numbers_in_force()
    {
        using var visitor = school.Visitor("text/html");
        Assert.Contains("120 min without use and after 12 h", await visitor.GetStringAsync("/privacy", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_school_adds_its_own_words_and_no_markup_of_its_own()
    {
        using var administrator = await school.SignedIn(Role.Administrator);
        using var registrar = await school.SignedIn(Role.Registrar);
        var words = new { privacy = new { en = "Ask **Maria** <script>x</script>" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await registrar.PutAsJsonAsync("/api/v1/institution/statements", words, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.PutAsJsonAsync("/api/v1/institution/statements", words, Ct)).StatusCode);
        Assert.Equal("Ask **Maria** <script>x</script>", await school.Database.Value<string>("SELECT value -> 'privacy' ->> 'en' FROM platform.settings WHERE key = 'academics.statements'"));
        using var visitor = school.Visitor("text/html");
        var html = await visitor.GetStringAsync("/privacy", Ct);
        Assert.Contains("<strong>Maria</strong>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_follows_what_is_there_and_tells_strangers_no_details()
    {
        Assert.Equal("works", await State("mail"));
        await school.Database.Execute(
            $"INSERT INTO platform.jobs (id, kind, payload, run_at, state, attempts, max_attempts, queued_by, request_id, created_at) VALUES (gen_random_uuid(), 'platform.send_mail', '{{}}', '{school.Clock.GetUtcNow().AddHours(-1):O}', 'queued', 0, 5, 'secret sender', 'r', '{school.Clock.GetUtcNow().AddHours(-1):O}')");
        Assert.Equal("works", await State("mail"));   // kept ten seconds, however many ask
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("partly", await State("mail"));
        Assert.Equal("partly", await State("jobs"));
        Assert.Equal("works", await State("sign_in"));
        using var visitor = school.Visitor("text/html");
        Assert.DoesNotContain("secret", await visitor.GetStringAsync("/status", Ct), StringComparison.Ordinal);

        await school.Database.Execute("ALTER TABLE identity.sessions RENAME TO sessions_away");
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("down", await State("sign_in"));
        await school.Database.Execute("ALTER TABLE identity.sessions_away RENAME TO sessions");
    }

    private async Task<string> State(string part)
    {
        using var visitor = school.Visitor();
        var body = await (await visitor.GetAsync("/api/v1/status", Ct)).Body();
        return (string)body["parts"]!.AsArray().Single(p => (string)p!["part"]! == part)!["state"]!;
    }
}

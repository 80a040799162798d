using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lyceum.Identity.Sessions;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lyceum.Tests.Settings;

/// <summary>What a setting says is what happens: at once, and on every node.</summary>
public sealed class EnforcedTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_last_as_long_as_the_school_says_also_those_that_had_begun()
    {
        using var office = await school.SignedIn(Role.Administrator);
        using var begun = await school.Browser(await school.Person());
        using var busy = await school.Browser(await school.Person());
        try
        {
            await Set(office, "identity.session_idle_minutes", 10);
            school.Clock.Advance(TimeSpan.FromMinutes(9));
            Assert.Equal(HttpStatusCode.OK, await Me(begun));
            Assert.Equal(HttpStatusCode.OK, await Me(busy));
            school.Clock.Advance(TimeSpan.FromMinutes(11));
            Assert.Equal(HttpStatusCode.Unauthorized, await Me(begun));

            await Set(office, "identity.session_idle_minutes", 120);
            using var late = await school.Browser(await school.Person());
            school.Clock.Advance(TimeSpan.FromMinutes(100));
            Assert.Equal(HttpStatusCode.OK, await Me(late));
            await Set(office, "identity.session_hours", 1);
            await Jobs.Workshop.Until(async () => await Me(late) == HttpStatusCode.Unauthorized);
            using var visitor = school.Visitor("text/html");
            Assert.Contains("120 min without use and after 1 h", await visitor.GetStringAsync("/privacy", Ct), StringComparison.Ordinal);
        }
        finally
        {
            await office.DeleteAsync("/api/v1/settings/identity.session_hours", Ct);
            await office.DeleteAsync("/api/v1/settings/identity.session_idle_minutes", Ct);
        }
    }

    [Fact]
    public async Task Only_addresses_of_the_schools_domains_register()
    {
        using var office = await school.SignedIn(Role.Administrator);
        await Set(office, "identity.registration", "open");
        using (var wrong = await office.PutAsJsonAsync("/api/v1/settings/identity.registration_domains", new { value = new[] { "@school.test" } }, Ct)) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        await Set(office, "identity.registration_domains", new[] { "school.test", "asclepius.example" });
        using var visitor = school.Visitor("text/html");
        Assert.Contains("An address of school.test, asclepius.example.", await visitor.GetStringAsync("/register", Ct), StringComparison.Ordinal);
        foreach (var (email, status) in (IEnumerable<(string, HttpStatusCode)>)[
            ("a@elsewhere.example", HttpStatusCode.UnprocessableEntity), ("a@evil-school.test", HttpStatusCode.UnprocessableEntity), ("a@sub.school.test", HttpStatusCode.UnprocessableEntity),
            ("school.test@elsewhere.example", HttpStatusCode.UnprocessableEntity), ("New.One@SCHOOL.test", HttpStatusCode.Redirect)])
        {
            using var answer = await school.PostForm("/register", new() { ["_handler"] = "register", ["Model.GivenName"] = "Ada", ["Model.Email"] = email, ["Model.Password"] = "nine green bottles hanging" });
            Assert.Equal((email, status), (email, answer.StatusCode));
            if (status != HttpStatusCode.Redirect) Assert.Contains("takes addresses of school.test, asclepius.example only", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        Assert.Equal(1L, await school.Database.Value<long>("SELECT count(*) FROM identity.accounts WHERE email LIKE '%elsewhere%' OR email LIKE '%new.one%' OR email LIKE 'a@%'"));
    }

    [Fact]
    public async Task A_language_that_was_given_up_is_neither_offered_nor_spoken()
    {
        using var office = await school.SignedIn(Role.Administrator);
        using var greek = school.Visitor("text/html");
        greek.DefaultRequestHeaders.Add("Accept-Language", "el");
        Assert.Contains("<html lang=\"el\"", await greek.GetStringAsync("/sign-in", Ct), StringComparison.Ordinal);
        try
        {
            await Set(office, "platform.languages", new[] { "ar", "en" });
            var page = await greek.GetStringAsync("/sign-in", Ct);
            Assert.Contains("<html lang=\"ar\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("value=\"el\"", page, StringComparison.Ordinal);
        }
        finally
        {
            await office.DeleteAsync("/api/v1/settings/platform.languages", Ct);
        }
    }

    [Fact]
    public async Task Another_node_hears_of_it_without_a_restart()
    {
        var port = FreePorts.Pair();
        await using var other = HouseHost.Build(school.House, new HostSpec(school.Database.Connections.App, school.Data, port, port + 1, false), services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(school.Clock)));
        await other.StartAsync(Ct);
        var there = other.Services.GetRequiredService<SchoolSettings>();
        Assert.Equal(30, there.Of(SessionLife.KeptDays));
        using var office = await school.SignedIn(Role.Administrator);
        await Set(office, "identity.session_kept_days", 7);
        var waited = Stopwatch.StartNew();
        while (there.Of(SessionLife.KeptDays) != 7)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), "the other node did not hear of it within five seconds");
            await Task.Delay(10, Ct);
        }
        await other.StopAsync(Ct);
    }

    [Fact]
    public async Task A_variable_that_holds_nonsense_stops_the_start_and_is_not_repeated()
    {
        var port = FreePorts.Pair();
        await using var other = HouseHost.Build(school.House, new HostSpec(school.Database.Connections.App, school.Data, port, port + 1, false));
        other.Configuration["LYCEUM_SESSION_HOURS"] = "forever-and-a-day";
        other.Configuration["LYCEUM_LANGUAGES"] = "klingon";
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => other.StartAsync(Ct));
        Assert.Contains("LYCEUM_SESSION_HOURS", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("LYCEUM_LANGUAGES", stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("forever", stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("klingon", stopped.Message, StringComparison.Ordinal);
    }

    private static async Task Set(HttpClient office, string key, object value)
    {
        using var answer = await office.PutAsJsonAsync($"/api/v1/settings/{key}", new { value }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<HttpStatusCode> Me(HttpClient browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await browser.SendAsync(request, Ct);
        return answer.StatusCode;
    }
}

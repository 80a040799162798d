using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Academics;
using Lyceum.Academics.Sections;
using Lyceum.Identity.Setup;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Academics;

/// <summary>The pages as a browser gets them, from an empty installation to a school with a learner.</summary>
public sealed class AcademicsPageTests(AcademicsPageTests.SetUp school) : IClassFixture<AcademicsPageTests.SetUp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed class SetUp : School
    {
        public string EmptyLanding { get; private set; } = "";

        protected override async Task Arrange()
        {
            using var visitor = Visitor("text/html");
            visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
            EmptyLanding = await visitor.GetStringAsync("/", TestContext.Current.CancellationToken);
            var link = await SetupLink.Create(Services, Origins.Main, TestContext.Current.CancellationToken);
            var form = await visitor.GetAsync(link, TestContext.Current.CancellationToken);
            var fields = Hidden(await form.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            (fields["Model.Name"], fields["Model.Email"], fields["Model.Password"]) = ("Ἑλένη Παππά", "head@school.test", "a long walk by the sea");
            (fields["Model.School"], fields["Model.Zone"]) = ("Asclepius College", "Europe/Athens");
            var answer = await visitor.PostAsync(new Uri("/setup", UriKind.Relative), new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {string.Join(',', fields)} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (answer.StatusCode, new Uri(new Uri(Origins.Main), answer.Headers.Location!).AbsolutePath));
            Clock.Advance(TimeSpan.FromSeconds(6));
        }
    }

    [Fact]
    public void Before_it_is_set_up_the_school_says_so_and_how() => Assert.Contains("lyceum admin create", school.EmptyLanding, StringComparison.Ordinal);

    [Fact]
    public async Task The_link_set_up_the_school_once()
    {
        using var visitor = school.Visitor();
        var institution = await (await visitor.GetAsync("/api/v1/institution", Ct)).Body();
        Assert.Equal(("Asclepius College", "Europe/Athens"), ((string)institution["name"]!["en"]!, (string)institution["zone"]!));
        Assert.Null(await SetupLink.Create(school.Services, school.Origins.Main, Ct));
        var again = await visitor.PostAsJsonAsync("/api/v1/setup", new { token = "x", name = "A", email = "a@school.test", password = "a long walk by the sea", school = "B", zone = "UTC" }, Ct);
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        var landing = await (school.Visitor("text/html")).GetStringAsync("/", Ct);
        Assert.Contains("Asclepius College", landing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("el")]
    [InlineData("ar")]
    public async Task Every_page_draws_in_every_language(string language)
    {
        var course = await school.Course();
        var section = await school.SectionOf(course);
        var person = await school.Person(Role.Administrator, Role.Instructor, Role.Registrar);
        await school.Do(new NameTeacher(section.Id, person.Id), NamingTeachers.Name);
        var term = await school.Term();
        await school.Do(new Lyceum.Academics.Enrolments.Enrol(section.Id, (await school.Person()).Id), Lyceum.Academics.Enrolments.Enrolling.Handle);
        using var browser = await school.Browser(person);
        browser.DefaultRequestHeaders.Add("Accept-Language", language);
        foreach (var address in (string[])["/catalogue", "/catalogue?level=beginner", $"/catalogue/{course.Slug}", "/today", "/teach", $"/teach/{course.Slug}/open/roster", "/terms", "/terms/new", $"/terms/{term.Id}",
            "/admin/courses", "/admin/courses/new", $"/admin/courses/{course.Slug}", $"/admin/courses/{course.Slug}/sections/new", $"/admin/courses/{course.Slug}/sections/open", "/admin/settings"])
        {
            var answer = await browser.GetAsync(address, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}\n{html}");
            Assert.Contains($"lang=\"{language}\"", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@">\s*academics\.[a-z.]+", html);
            Assert.Single(Regex.Matches(html, "<h1", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_not_an_empty_catalogue()
    {
        await school.Course();
        using var visitor = school.Visitor("text/html");
        var answer = await visitor.GetAsync("/catalogue?cursor=zzz", Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("class=\"ly-oops\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("No course is published yet", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learner_enrols_and_leaves_with_buttons_alone()
    {
        var course = await school.Course();
        var section = await school.SectionOf(course);
        var person = await school.Person();
        using var browser = await school.Browser(person);
        var page = await browser.GetAsync($"/catalogue/{course.Slug}", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Take my place", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("Take my place", StringComparison.Ordinal) < html.IndexOf("First unit", StringComparison.Ordinal), "a phone shows the place before the long text");
        var fields = Hidden(html);
        Assert.Equal(section.Id.ToString(), fields["section"]);
        Cookies(browser, page);
        var enrolled = await browser.PostAsync($"/catalogue/{course.Slug}/enrol", new FormUrlEncodedContent(fields), Ct);
        Assert.Equal((HttpStatusCode.Redirect, $"/catalogue/{course.Slug}"), (enrolled.StatusCode, enrolled.Headers.Location?.OriginalString));
        Assert.Contains("Go to the course", await browser.GetStringAsync($"/catalogue/{course.Slug}", Ct), StringComparison.Ordinal);

        await school.Do(new CloseSection(section.Id), ChangingSections.Close);
        await school.Do(new OpenSection(section.Id), ChangingSections.Open);
        var fresh = Hidden(await browser.GetStringAsync($"/catalogue/{course.Slug}", Ct));
        var left = await browser.PostAsync($"/catalogue/{course.Slug}/drop", new FormUrlEncodedContent(fresh), Ct);
        Assert.Equal($"/catalogue/{course.Slug}", left.Headers.Location?.OriginalString);
        Assert.Equal(0, (await school.SectionOf(course)).SeatsTaken);
    }

    [Fact]
    public async Task Settings_are_refused_when_somebody_else_saved_first()
    {
        using var browser = await school.Browser(await school.Person(Role.Administrator));
        var page = await browser.GetAsync("/admin/settings", Ct);
        var fields = Hidden(await page.Content.ReadAsStringAsync(Ct));
        Cookies(browser, page);
        (fields["Model.NameEn"], fields["Model.ShortName"], fields["Model.Zone"], fields["Model.Currency"]) = ("Asclepius College", "Asclepius", "Europe/Athens", "EUR");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/admin/settings", new FormUrlEncodedContent(fields), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await browser.PostAsync("/admin/settings", new FormUrlEncodedContent(fields), Ct)).StatusCode);
        fields["Model.Zone"] = "Mars/Olympus";
        fields["Model.Version"] = (await school.Read(db => db.Institutions.Select(i => i.Version).SingleAsync(Ct))).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/admin/settings", new FormUrlEncodedContent(fields), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_visitor_is_asked_to_sign_in_and_a_learner_may_not_look_behind()
    {
        using var visitor = school.Visitor("text/html");
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/today", Ct)).StatusCode);
        using var learner = await school.Browser(await school.Person());
        foreach (var address in (string[])["/terms", "/admin/settings", "/admin/courses", "/teach"]) Assert.Equal(HttpStatusCode.Forbidden, (await learner.GetAsync(address, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await learner.GetAsync("/catalogue/nothing-here", Ct)).StatusCode);
    }

    /// <summary>The first hidden field of each name: what a browser would send without being asked.</summary>
    private static Dictionary<string, string> Hidden(string html) =>
        Regex.Matches(html, "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1))
            .GroupBy(m => m.Groups["name"].Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups["value"].Value), StringComparer.Ordinal);

    private static void Cookies(HttpClient browser, HttpResponseMessage page)
    {
        if (!page.Headers.TryGetValues("Set-Cookie", out var set)) return;
        var known = string.Join("; ", browser.DefaultRequestHeaders.GetValues("Cookie"));
        browser.DefaultRequestHeaders.Remove("Cookie");
        browser.DefaultRequestHeaders.Add("Cookie", known + "; " + string.Join("; ", set.Select(c => c.Split(';')[0])));
    }
}

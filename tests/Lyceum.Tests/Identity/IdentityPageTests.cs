using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Identity;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

public sealed class IdentityPageTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/register")]
    [InlineData("/verify-email")]
    [InlineData("/verify-email?token=x")]
    [InlineData("/forgot-password")]
    [InlineData("/reset-password?token=x")]
    public async Task A_visitors_page_is_drawn_in_every_language(string address)
    {
        foreach (var language in Language.All)
        {
            var browser = school.Visitor("text/html");
            browser.DefaultRequestHeaders.Add("Cookie", $"lyceum-language={language.Code}");
            await Draws(browser, address, language);
        }
    }

    [Fact]
    public async Task An_administrators_pages_are_drawn_in_every_language()
    {
        var (admin, other) = (await school.Person(Role.Administrator), await school.Person(Role.Registrar, Role.Instructor));
        foreach (var language in Language.All)
        {
            var browser = await school.Browser(admin);
            var cookie = browser.DefaultRequestHeaders.GetValues("Cookie").Single();
            browser.DefaultRequestHeaders.Remove("Cookie");
            browser.DefaultRequestHeaders.Add("Cookie", $"{cookie}; lyceum-language={language.Code}");
            foreach (var address in (string[])["/account", "/account/security", "/account/tokens", "/admin/people", "/admin/people?role=registrar&q=person", "/admin/people/new",
                $"/admin/people/{other.Id}", $"/admin/people/{admin.Id}", "/admin/roles", "/admin/roles/new", "/admin/roles/registrar"])
                await Draws(browser, address, language);
        }
    }

    [Fact]
    public async Task The_forms_of_the_pages_carry_out_what_they_say()
    {
        var (admin, other) = (await school.Browser(await school.Person(Role.Administrator)), await school.Person());
        var given = await school.PostForm($"/admin/people/{other.Id}", new() { ["_handler"] = "role", ["RoleModel.Role"] = "registrar" }, admin);
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM identity.role_assignments WHERE person_id = '{other.Id}' AND role = 'registrar' AND ended_at IS NULL"));

        var assignment = await school.Database.Value<Guid>($"SELECT id FROM identity.role_assignments WHERE person_id = '{other.Id}'");
        Assert.Equal(HttpStatusCode.Redirect, (await school.PostForm($"/admin/people/{other.Id}", new() { ["_handler"] = $"role-{assignment:n}" }, admin)).StatusCode);
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM identity.role_assignments WHERE person_id = '{other.Id}' AND ended_at IS NULL"));

        var closed = await school.PostForm($"/admin/people/{other.Id}", new() { ["_handler"] = "account", ["AccountModel.Reason"] = "left", ["act"] = "disable" }, admin);
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
        var made = await school.PostForm("/account/tokens", new() { ["_handler"] = "token", ["Model.Name"] = "grader", ["Model.Days"] = "30" }, admin);
        Assert.Contains("lyc_", await made.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var role = await school.PostForm("/admin/roles/new", new() { ["_handler"] = "role-edit", ["Model.Key"] = "librarian", ["Model.NameEn"] = "Librarian", ["reach:identity.person.read"] = "All" }, admin);
        Assert.Equal(HttpStatusCode.Redirect, role.StatusCode);
        var secret = await school.PostForm("/account/security", new() { ["_handler"] = "step", ["StepModel.CurrentPassword"] = SchoolPeople.Password, ["act"] = "on" }, admin);
        Assert.Contains("<svg class=\"ly-qr\"", await secret.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_revoked_only_after_its_page_has_said_what_that_means()
    {
        var person = await school.Person();
        using var browser = await school.Browser(person);
        await school.PostForm("/account/tokens", new() { ["_handler"] = "token", ["Model.Name"] = "grader", ["Model.Days"] = "30" }, browser);
        var id = await school.Database.Value<Guid>($"SELECT t.id FROM identity.api_tokens t JOIN identity.accounts a ON a.id = t.account_id WHERE a.person_id = '{person.Id}'");

        var html = await browser.GetStringAsync("/account/tokens", Ct);
        Assert.Contains($"popovertarget=\"end-{id:n}\"", html, StringComparison.Ordinal);
        var (panel, act) = (html.IndexOf($"<section class=\"ly-pop\" id=\"end-{id:n}\" popover", StringComparison.Ordinal), html.IndexOf($"value=\"revoke-{id:n}\"", StringComparison.Ordinal));
        Assert.True(panel >= 0 && act > panel && !html[panel..act].Contains("</section>", StringComparison.Ordinal), "the form that revokes stands in the panel that explains");

        Assert.Equal(HttpStatusCode.Redirect, (await school.PostForm("/account/tokens", new() { ["_handler"] = $"revoke-{id:n}" }, browser)).StatusCode);
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM identity.api_tokens WHERE id = '{id}' AND revoked_at IS NOT NULL"));
    }

    [Fact]
    public async Task An_administrator_opens_and_closes_registration_on_a_page()
    {
        var admin = await school.Browser(await school.Person(Role.Administrator));
        Assert.Contains("Ask its office", await school.Visitor("text/html").GetStringAsync("/register", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post("open", 0)).StatusCode);
        Assert.Contains("Make the account", await school.Visitor("text/html").GetStringAsync("/register", Ct), StringComparison.Ordinal);
        Assert.Equal("open", await school.Database.Value<string>("SELECT value #>> '{}' FROM platform.settings WHERE key = 'identity.registration'"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("", 1)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post("closed", 1)).StatusCode);
        Assert.Contains("Ask its office", await school.Visitor("text/html").GetStringAsync("/register", Ct), StringComparison.Ordinal);

        Task<HttpResponseMessage> Post(string mode, int version) => school.PostForm("/admin/settings/sign-in",
            new() { ["_handler"] = "group", ["Model.Rows[0].Key"] = "identity.registration", ["Model.Rows[0].Words"] = mode, ["Model.Rows[0].Version"] = $"{version}" }, admin);
    }

    [Fact]
    public async Task Today_tells_an_administrator_of_people_who_cannot_come_in_yet()
    {
        var (invited, unconfirmed) = (await school.Person(), await school.Person());
        await school.Database.Execute($"UPDATE identity.accounts SET email_verified_at = NULL, password_hash = NULL, created_at = '2020-01-01' WHERE person_id = '{invited.Id}'");
        await school.Database.Execute($"UPDATE identity.accounts SET email_verified_at = NULL, created_at = '2020-01-01' WHERE person_id = '{unconfirmed.Id}'");
        var page = await (await school.Browser(await school.Person(Role.Administrator))).GetStringAsync("/today", Ct);
        Assert.Contains("1 person has not confirmed their address", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/people?state=unconfirmed\"", page, StringComparison.Ordinal);
        Assert.Contains("1 person has not used their invitation", page, StringComparison.Ordinal);
        Assert.DoesNotContain("has not confirmed", await (await school.Browser(await school.Person(Role.Registrar))).GetStringAsync("/today", Ct), StringComparison.Ordinal);
        await school.Database.Execute($"UPDATE identity.accounts SET email_verified_at = now() WHERE person_id IN ('{invited.Id}', '{unconfirmed.Id}')");
    }

    [Fact]
    public async Task A_name_in_another_language_is_written_in_its_own_direction()
    {
        var page = await (await school.Browser(await school.Person(Role.Administrator))).GetStringAsync("/admin/roles/new", Ct);
        Assert.Matches("<input[^>]* name=\"Model.NameAr\"[^>]* dir=\"rtl\"", page);
        Assert.Matches("<input[^>]* name=\"Model.NameEl\"[^>]* dir=\"auto\"", page);
    }

    [Fact]
    public async Task Permissions_are_said_in_words_wherever_they_are_given_and_shown()
    {
        var (admin, other) = (await school.Browser(await school.Person(Role.Administrator)), await school.Person());
        var page = await admin.GetStringAsync("/admin/roles/registrar", Ct);
        Assert.Contains("Give and take away roles and permissions", page, StringComparison.Ordinal);
        var names = Regex.Matches(page, @"<bdi class=""ly-code"">(?<name>[a-z]+\.[a-z_.]+)</bdi>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["name"].Value).ToList();
        Assert.True(names.Count > 20, $"{names.Count} permissions");
        var catalogue = new TextCatalogue(System.Reflection.Assembly.Load("Lyceum").GetReferencedAssemblies().Where(a => a.Name!.StartsWith("Lyceum.", StringComparison.Ordinal)).Select(System.Reflection.Assembly.Load));
        Assert.DoesNotContain(names, n => !catalogue.Knows(n.Insert(n.IndexOf('.', StringComparison.Ordinal), ".permission")));

        var grant = new Dictionary<string, string>
        {
            ["_handler"] = "grant", ["GrantModel.Permission"] = "identity.person.read", ["GrantModel.Reach"] = "All",
            ["GrantModel.Until"] = school.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["GrantModel.Reason"] = "while the registrar is away",
        };
        Assert.Equal(HttpStatusCode.Redirect, (await school.PostForm($"/admin/people/{other.Id}", grant, admin)).StatusCode);
        var person = await admin.GetStringAsync($"/admin/people/{other.Id}", Ct);
        Assert.Contains("<p>See people, their accounts and roles", person, StringComparison.Ordinal);
        Assert.Contains("What it allows ends within a minute", person, StringComparison.Ordinal);   // said before it is taken away
        Assert.DoesNotMatch(@"<option[^>]*>\s*[a-z]+\.[a-z_.]+\s*</option>", person);
    }

    [Fact]
    public void Every_text_of_identity_is_there_in_every_language()
    {
        var catalogue = new TextCatalogue([typeof(TextCatalogue).Assembly, typeof(IdentityModule).Assembly]);
        Assert.DoesNotContain(Language.All.SelectMany(catalogue.Gaps), g => g.Contains("'identity.", StringComparison.Ordinal));
    }

    private static async Task Draws(HttpClient browser, string address, Language language)
    {
        var answer = await browser.GetAsync(address, Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address} {language.Code}: {answer.StatusCode}");
        Assert.Contains($"<html lang=\"{language.Code}\" dir=\"{language.Direction}\"", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<h1[ >]", RegexOptions.None, TimeSpan.FromSeconds(1)));
        // A key instead of its words, where words are read; the names of permissions are shown as code.
        var raw = Regex.Match(html, @"(?<!ly-code""|<option[^>]*)>\s*(identity|ui)\.[a-z_.-]+\s*<", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.False(raw.Success, $"{address} {language.Code}: {raw.Value}");
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Academics.Courses;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Academics;

/// <summary>Categories have names in every language.</summary>
public sealed class CategoryTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_catalogue_names_a_category_in_the_readers_language()
    {
        var course = await school.Course();   // of the category “Testing”
        using var administrator = await school.SignedIn(Role.Administrator);
        using var registrar = await school.SignedIn(Role.Registrar);
        var names = new { categories = new[] { new { category = "Testing", name = new { en = "Testing", el = "Δοκιμές", ar = "الاختبار" } } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await registrar.PutAsJsonAsync("/api/v1/institution/categories", names, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.PutAsJsonAsync("/api/v1/institution/categories", names, Ct)).StatusCode);
        using var visitor = school.Visitor("text/html");
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("el");
        foreach (var address in (string[])["/catalogue", $"/catalogue/{course.Slug}"])
        {
            var html = WebUtility.HtmlDecode(await visitor.GetStringAsync(address, Ct));
            Assert.Contains("Δοκιμές", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@">[^<]*Testing", html);
        }
        using var office = await school.Browser(await school.Person(Role.Administrator));
        Assert.Contains("<bdi>Testing</bdi>", await office.GetStringAsync("/admin/courses", Ct), StringComparison.Ordinal);
        office.DefaultRequestHeaders.Add("Cookie", office.DefaultRequestHeaders.GetValues("Cookie").Single() is var session && office.DefaultRequestHeaders.Remove("Cookie") ? $"{session}; lyceum-language=el" : "");
        Assert.Contains("<bdi>Δοκιμές</bdi>", WebUtility.HtmlDecode(await office.GetStringAsync("/admin/courses", Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_names_them_on_a_page()
    {
        await school.Course();
        using var browser = await school.Browser(await school.Person(Role.Administrator));
        var page = await browser.GetAsync("/admin/settings/categories", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("name=\"Model.Rows[0].El\"", html, StringComparison.Ordinal);
    }
}

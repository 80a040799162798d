using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Academics;
using Lyceum.Identity.Setup;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Academics;

/// <summary>A school whose administrator came by <c>lyceum admin create</c>: nobody was asked for its name.</summary>
public sealed partial class NamelessSchoolTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_name_is_given_in_the_settings_once()
    {
        await school.Do(new CreateAdministrator("Eleni Papa", "eleni@school.test", "a long walk by the sea"), SettingUp.Handle);
        using var office = await school.SignedIn(Role.Administrator);
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync("/api/v1/institution", Ct)).StatusCode);

        using var browser = await school.Browser(await school.Person(Role.Administrator));
        var page = await browser.GetAsync("/admin/settings", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Model.ShortName", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Add("Cookie", string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));
        var fields = Hidden().Matches(await page.Content.ReadAsStringAsync(Ct)).GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups[2].Value));
        (fields["Model.NameEn"], fields["Model.ShortName"], fields["Model.Zone"], fields["Model.Currency"]) = ("Asclepius College", "Asclepius", "Europe/Athens", "EUR");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/admin/settings", new FormUrlEncodedContent(fields), Ct)).StatusCode);
        Assert.Equal("Asclepius", (await school.Read(db => db.Institutions.SingleAsync(Ct))).ShortName);

        // Somebody who had opened the empty form too is told that it is no longer empty.
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await browser.PostAsync("/admin/settings", new FormUrlEncodedContent(fields), Ct)).StatusCode);
        var changed = await office.PutAsJsonAsync("/api/v1/institution", new { name = new { en = "Asclepius" }, shortName = "A", zone = "UTC", currency = "EUR" }, Ct);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("A", (await school.Read(db => db.Institutions.SingleAsync(Ct))).ShortName);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Hidden();
}

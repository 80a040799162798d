using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Identity.Providers;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>What administrators set about the provider, and what they are told when it is not right.</summary>
public sealed class ProviderSettingsTests(ProviderSchool school) : IClassFixture<ProviderSchool>
{
    private const string Route = "/api/v1/registration/sign-in-provider";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_secret_is_stored_encrypted_shown_nowhere_and_not_sent_to_another_issuer()
    {
        var administrator = await school.SignedIn(Role.Administrator);
        var body = new { issuer = school.Provider.Issuer, clientId = "lyceum", clientSecret = "swordfish and seaweed", name = new { en = "School account" }, isOn = true };
        using var set = await administrator.PutAsJsonAsync(Route, body, Ct);
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        var shown = await administrator.GetStringAsync(Route, Ct);
        var view = JsonNode.Parse(shown)!;
        Assert.Equal((true, school.Origins.Main + "/sign-in/provider/return"), ((bool)view["hasSecret"]!, (string)view["returnAddress"]!));
        Assert.DoesNotContain("swordfish", shown, StringComparison.Ordinal);
        Assert.Equal(0, await school.Database.Value<long>("SELECT (SELECT count(*) FROM identity.sign_in_providers p WHERE p::text LIKE '%swordfish%') + (SELECT count(*) FROM platform.audit_entries a WHERE a::text LIKE '%swordfish%')"));
        var kept = await school.Database.Value<string>("SELECT client_secret FROM identity.sign_in_providers");
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries a WHERE a::text LIKE '%{kept}%'"));

        using var moved = await administrator.PutAsJsonAsync(Route, new { issuer = "https://evil.example", clientId = "lyceum", name = new { en = "School account" }, isOn = true }, Ct);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "identity.provider.secret_again"), (moved.StatusCode, await FieldCode(moved, "clientSecret")));
        using var renamed = await administrator.PutAsJsonAsync(Route, new { issuer = school.Provider.Issuer, clientId = "lyceum", name = new { el = "Σχολικός λογαριασμός" }, isOn = true }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, renamed.StatusCode);
        Assert.Equal(kept, await school.Database.Value<string>("SELECT client_secret FROM identity.sign_in_providers"));
        await school.Set();
    }

    [Fact]
    public async Task Addresses_that_are_none_or_go_in_the_clear_are_refused_and_in_production_also_those_of_this_machine()
    {
        var administrator = await school.SignedIn(Role.Administrator);
        foreach (var (issuer, code) in ((string, string)[])[("login.example", "identity.provider.issuer_form"), ("https://login.example/?a=b", "identity.provider.issuer_form"), ("https://a:b@login.example", "identity.provider.issuer_form"),
            ("http://login.example", "identity.provider.issuer_insecure"), ("file:///etc/passwd", "identity.provider.issuer_insecure")])
        {
            using var refused = await administrator.PutAsJsonAsync(Route, new { issuer, clientId = "lyceum", clientSecret = "x", name = new { en = "School account" } }, Ct);
            Assert.Equal((issuer, code), (issuer, await FieldCode(refused, "issuer")));
        }
        using var wire = new ProviderWire(new SchoolEnvironment(IsProduction: true));
        Assert.False(wire.Allows(school.Provider.Issuer));
        Assert.True(wire.Allows("https://login.example"));
        Assert.Equal(WireFault.Insecure, (await wire.Get(school.Provider.Issuer, Ct)).Fault);
    }

    [Theory]
    [InlineData("none", true, "identity.provider.test.document identity.provider.test.keys identity.provider.test.pkce")]
    [InlineData("elsewhere", false, "identity.provider.test.redirected")]
    [InlineData("huge", false, "identity.provider.test.too_large")]
    [InlineData("page", false, "identity.provider.test.not_json")]
    [InlineData("misnamed", false, "identity.provider.test.issuer")]
    [InlineData("clear-token", false, "identity.provider.test.insecure")]
    [InlineData("no-keys", false, "identity.provider.test.no_keys")]
    [InlineData("silent", false, "identity.provider.test.timed_out")]
    public async Task The_test_says_what_is_wrong(string lie, bool works, string codes)
    {
        var administrator = await school.SignedIn(Role.Administrator);
        await school.Provider.Tell(new { lie });
        using var answer = await administrator.PostAsync(Route + "/test", null, Ct);
        var trial = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
        Assert.Equal((lie, works, codes), (lie, (bool)trial["works"]!, string.Join(' ', trial["findings"]!.AsArray().Select(f => (string)f!["code"]!))));
        Assert.DoesNotContain("GET /other", await school.Provider.Passed());
        await school.Provider.Tell(new { lie = "none" });
    }

    [Fact]
    public async Task The_page_saves_tests_and_shows_the_button_only_while_it_is_on()
    {
        var person = await school.Person(Role.Administrator);
        var browser = await school.Browser(person);
        const string Page = "/admin/sign-in-provider";
        Dictionary<string, string> form = new(StringComparer.Ordinal)
        {
            ["_handler"] = "provider", ["Model.Issuer"] = school.Provider.Issuer, ["Model.ClientId"] = "lyceum", ["Model.NameEn"] = "Knock", ["Model.NameAr"] = "اطرق الباب",
            ["Model.Version"] = (await school.Database.Value<int>("SELECT version FROM identity.sign_in_providers")).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        using var off = await school.PostForm(Page, form, browser);
        Assert.Equal(Page + "?saved=true", school.To(off));
        var visitor = school.Visitor("text/html");
        Assert.DoesNotContain("/sign-in/provider", await visitor.GetStringAsync("/sign-in", Ct), StringComparison.Ordinal);
        Assert.Equal("/sign-in?return=%2Faccount", school.To(await visitor.GetAsync("/sign-in/provider?return=/account", Ct)));

        using var stale = await school.PostForm(Page, form, browser);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        form["Model.Version"] = (await school.Database.Value<int>("SELECT version FROM identity.sign_in_providers")).ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var wrong = await school.PostForm(Page, new(form) { ["Model.Issuer"] = "ftp://x", ["Model.NameEn"] = "", ["Model.NameAr"] = "" }, browser);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var on = await school.PostForm(Page, new(form) { ["Model.IsOn"] = "true" }, browser);
        Assert.Equal(Page + "?saved=true", school.To(on));
        visitor.DefaultRequestHeaders.Add("Accept-Language", "ar");
        Assert.Contains("اطرق الباب", WebUtility.HtmlDecode(await visitor.GetStringAsync("/sign-in", Ct)), StringComparison.Ordinal);
        using var test = await school.PostForm(Page, new() { ["_handler"] = "provider-test" }, browser);
        Assert.Contains("The provider answers as it should.", WebUtility.HtmlDecode(await test.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);

        // Switched off while somebody is over there.
        await school.There(person.Email);
        var (waiting, address) = await school.Come();
        await school.Set(isOn: false);
        await school.IsRefused(await waiting.GetAsync(address, Ct), 409, "identity.provider.not_on");
        await school.Set();
    }

    [Fact]
    public async Task There_is_one_provider_also_when_two_administrators_name_the_first_at_the_same_moment()
    {
        await school.Database.Execute("DELETE FROM identity.sign_in_providers");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => school.Try(school.Everything,
            new SetSignInProvider(school.Provider.Issuer, $"client{i}", null, new LocalizedName("School account"), true), SettingSignInProvider.Handle))).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        Assert.Equal(1, await school.Database.Value<long>("SELECT count(*) FROM identity.sign_in_providers"));
        Assert.All(answers.Where(a => !a.Ok), a => Assert.Equal("identity.provider.only_one", a.Refusal!.Code));
        await school.Set();
    }

    private static async Task<string?> FieldCode(HttpResponseMessage answer, string field) =>
        (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["errors"]?.AsArray().FirstOrDefault(e => (string?)e!["field"] == field)?["code"];
}

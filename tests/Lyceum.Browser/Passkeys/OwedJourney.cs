using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;

namespace Lyceum.Browser.Passkeys;

/// <summary>Staff who owe a second step in production are led to the page that asks for it, and see both ways, a wrong code, and no way past it.</summary>
public sealed class OwedJourney(OwedJourney.Production school, Chromium chromium) : IClassFixture<OwedJourney.Production>
{
    /// <summary>A school that runs in production and where nobody has set the rule.</summary>
    public sealed class Production : School
    {
        protected override void Adjust(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new SchoolEnvironment(IsProduction: true)));
    }

    [Theory(Timeout = 300_000)]
    [InlineData("en", false, false)]
    [InlineData("ar", true, true)]
    [InlineData("el", true, false)]
    public async Task Whoever_owes_it_is_shown_both_ways_and_comes_no_further(string language, bool phone, bool dark)
    {
        var person = await school.Person(Role.Registrar);
        await school.Database.Execute($"UPDATE identity.people SET language = '{language}' WHERE id = '{person.Id}'");
        List<string> faults = [];
        await using var visit = await Visit.Begin(chromium, school.Origins.Main, language, phone, $"owed-{language}-{(phone ? "phone" : "desk")}", faults);
        if (dark) await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        await visit.Open("/sign-in");
        await visit.Fill("Email", person.Email);
        await visit.Fill("Password", SchoolPeople.Password);
        await visit.Press("identity.sign_in.button");
        Assert.Contains("/account/second-step", visit.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(visit.Page.Locator("[data-passkey=register]")).ToBeVisibleAsync();
        await visit.Fill("Model.CurrentPassword", SchoolPeople.Password);
        await visit.Go(() => visit.Page.Locator("form:has([name='Model.CurrentPassword']) button[type=submit]").ClickAsync());
        await visit.Fill("ConfirmModel.Code", "12");
        await visit.Go(() => visit.Page.Locator("form:has([name='ConfirmModel.Code']) button[type=submit]").ClickAsync(), 422);
        await visit.Page.GotoAsync(school.Origins.Main + "/admin/people");
        Assert.Contains("/account/second-step", visit.Page.Url, StringComparison.Ordinal);   // begun is not done
        Assert.Equal([], faults);
    }
}

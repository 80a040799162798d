using System.Net;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>A provider that is gone, slow or broken takes nothing with it: a clear page, and the password way stays open.</summary>
public sealed class ProviderAwayTests(ProviderSchool school) : IClassFixture<ProviderSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_provider_is_away_a_page_says_so_and_the_password_still_signs_in()
    {
        var person = await school.Person();
        await school.There(person.Email);
        var (waiting, address) = await school.Come();

        // It breaks between leaving and coming back.
        await school.Provider.Tell(new { lie = "broken" });
        using var broken = await waiting.GetAsync(address, Ct);
        Assert.Equal("60", Assert.Single(broken.Headers.GetValues("Retry-After")));
        await school.IsRefused(broken, 503, "identity.provider.away");

        // It is gone: what is known of it serves on for a day, then nobody is sent to where nothing answers.
        await school.Provider.Kill();
        using var known = await school.Visitor("text/html").GetAsync("/sign-in/provider", Ct);
        Assert.Equal(HttpStatusCode.Redirect, known.StatusCode);
        await school.Lose();
        using var away = await school.Visitor("text/html").GetAsync("/sign-in/provider?return=/account", Ct);
        Assert.Equal("60", Assert.Single(away.Headers.GetValues("Retry-After")));
        await school.IsRefused(away, 503, "identity.provider.away");
        Assert.Equal(0, await school.Sessions(person));

        using var entered = await school.PostForm("/sign-in?return=/account", new() { ["_handler"] = "sign-in", ["Model.Email"] = person.Email, ["Model.Password"] = SchoolPeople.Password });
        Assert.Equal("/account", school.To(entered));
        Assert.Contains("/sign-in/provider?return=", await school.Visitor("text/html").GetStringAsync("/sign-in", Ct), StringComparison.Ordinal);

        // It is back: nobody has to restart anything, ten seconds after the last look.
        await school.Find();
        await school.There(person.Email);
        Assert.Equal("/account", school.To((await school.Enter()).Answer));
    }
}

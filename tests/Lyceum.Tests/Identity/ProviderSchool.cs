using System.Net;
using Lyceum.Identity.Providers;
using Lyceum.Identity.Registration;
using Lyceum.Platform.Localization;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Identity;

/// <summary>A school with a sign-in provider: a real one, in a process of its own, over HTTP.</summary>
public class ProviderSchool : School
{
    private static int number;

    internal ProviderServer Provider { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override async Task Prepare()
    {
        Clock.Now = TimeProvider.System.GetUtcNow();   // the provider's clock is the machine's
        Provider = await ProviderServer.Open();
    }

    protected override async Task Arrange()
    {
        await Provider.Tell(new { redirect = Origins.Main + ProviderExchange.ReturnPath });
        await Set();
    }

    /// <summary>Nobody listens there any more, and what was known of it is too old to go on with.</summary>
    internal async Task Lose()
    {
        await Provider.Kill();
        Clock.Advance(ProviderDirectory.Usable);
    }

    /// <summary>It is back. Its tokens live an hour by the machine's clock, and it was looked for a moment ago.</summary>
    internal async Task Find()
    {
        await Provider.Start();
        await Provider.Tell(new { redirect = Origins.Main + ProviderExchange.ReturnPath });
        Clock.Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5);
    }

    /// <summary>The provider as these tests have it, but for what is said otherwise.</summary>
    internal Task Set(bool isOn = true, bool makesAccounts = false, bool trusts = false, string? issuer = null) => Do(
        new SetSignInProvider(issuer ?? Provider.Issuer, ProviderServer.ClientId, ProviderServer.ClientSecret, new LocalizedName("Sign in with your school account", Ar: "الدخول بالحساب المدرسي"), isOn, makesAccounts, trusts),
        SettingSignInProvider.Handle);

    internal Task Register(RegistrationMode mode) => Do(new SetRegistration(mode), SettingRegistration.Handle);

    /// <summary>Somebody with an account at the provider, who signs in there without being asked; returns the subject. Lies told before are over.</summary>
    internal async Task<string> There(string? email, bool? verified = true, string? subject = null, object? extra = null, string lie = "none")
    {
        subject ??= $"subject-{Interlocked.Increment(ref number)}";
        var claims = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = "Ada Wong", ["given_name"] = "Ada", ["family_name"] = "Wong" };
        if (email is not null) claims["email"] = email;
        if (verified is not null) claims["email_verified"] = verified;
        await Provider.Tell(new { people = new Dictionary<string, object>(StringComparer.Ordinal) { [subject] = claims }, auto = subject, lie, extra = extra ?? new { } });
        return subject;
    }

    /// <summary>A browser that has come back from the provider: where it stands now, and the address with the code that it has not opened yet.</summary>
    internal async Task<(HttpClient Browser, string Address)> Come(string back = "/account", HttpClient? browser = null)
    {
        browser ??= Visitor("text/html");
        using var left = await browser.GetAsync("/sign-in/provider?return=" + Uri.EscapeDataString(back), Ct);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.StartsWith(Provider.Issuer + "/auth?", left.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return (browser, await ProviderServer.Visit(left.Headers.Location, Origins.Main));
    }

    /// <summary>All of it: out, over there, and back.</summary>
    internal async Task<(HttpClient Browser, HttpResponseMessage Answer)> Enter(string back = "/account", HttpClient? browser = null)
    {
        (browser, var address) = await Come(back, browser);
        return (browser, await browser.GetAsync(address, Ct));
    }

    /// <summary>The address a redirect leads to, without the school's own origin.</summary>
    internal string To(HttpResponseMessage answer) => answer.Headers.Location?.OriginalString.Replace(Origins.Main, "", StringComparison.Ordinal) ?? $"{(int)answer.StatusCode}";

    /// <summary>Asserts a refusal on its page: status, its words, and that no session came of it.</summary>
    internal async Task IsRefused(HttpResponseMessage answer, int status, string code)
    {
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {answer.Headers.Location} {html}");
        Assert.Contains(Words(code), html, StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in?return=", html, StringComparison.Ordinal);   // the password way stays open
        Assert.DoesNotContain(Cookies(answer), c => c.StartsWith("lyceum=", StringComparison.Ordinal));
    }

    internal static IEnumerable<string> Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    /// <summary>What a refused way back must not change: sessions, accounts, people, what is linked.</summary>
    internal Task<string> Rows() => Database.Value<string>("""
        SELECT (SELECT count(*) FROM identity.sessions WHERE ended_at IS NULL) || ' ' || (SELECT count(*) FROM identity.accounts WHERE email_verified_at IS NOT NULL) || ' ' || (SELECT count(*) FROM identity.accounts)
            || ' ' || (SELECT count(*) FROM identity.people) || ' ' || (SELECT count(*) FROM identity.external_identities) || ' ' || (SELECT count(*) FROM identity.challenges)
        """)!;

    internal Task<long> Sessions(TestPerson person) => Database.Value<long>($"SELECT count(*) FROM identity.sessions WHERE person_id = '{person.Id}' AND ended_at IS NULL");

    /// <summary>Which check failed, as the audit has it.</summary>
    internal Task<string?> LastFault() => Database.Value<string>("SELECT after->>'fault' FROM platform.audit_entries WHERE action = 'identity.provider_failed' ORDER BY id DESC LIMIT 1");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private string Words(string code) => Services.GetRequiredService<TextCatalogue>().For(Language.English)[code];
}

using System.Net;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Identity;

public sealed class SignInTests(School school) : IClassFixture<School>
{
    private static int lastAddress;

    [Fact]
    public async Task The_right_password_makes_a_session_of_which_only_the_hash_is_stored()
    {
        var person = await school.Person();
        var outcome = await SignIn(person.Email, SchoolPeople.Password, Fresh());
        Assert.NotNull(outcome.Value.SessionToken);
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM identity.sessions WHERE person_id = '{person.Id}' AND ended_at IS NULL"));
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM identity.sessions s WHERE s::text LIKE '%{outcome.Value.SessionToken}%'"));
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries a WHERE a::text LIKE '%{outcome.Value.SessionToken}%'"));
    }

    [Fact]
    public async Task Unknown_address_wrong_password_and_closed_account_are_refused_alike_at_the_same_cost()
    {
        var (known, closed) = (await school.Person(), await school.Person());
        await school.Do(new DisableAccount(closed.Id, "left"), ManagingAccounts.Handle);
        var passwords = school.Services.GetRequiredService<Passwords>();

        List<(string Code, long Cost)> seen = [];
        foreach (var (email, password) in ((string, string)[])[("nobody@school.test", "some other words"), (known.Email, "some other words"), (closed.Email, SchoolPeople.Password)])
        {
            var before = passwords.Checks;
            var refused = await SignIn(email, password, Fresh());
            seen.Add((refused.Refusal!.Code, passwords.Checks - before));
        }
        Assert.Equal([("identity.sign_in.no_match", 1L)], seen.Distinct());
    }

    [Fact]
    public async Task After_five_failures_an_account_waits_longer_and_longer_also_an_account_that_does_not_exist()
    {
        foreach (var email in (string[])[(await school.Person()).Email, "ghost@school.test"])
        {
            for (var i = 0; i < Throttle.FreeFailures; i++) Assert.Equal(422, (await SignIn(email, "wrong words here", Fresh())).Refusal!.Status);
            Assert.Equal(TimeSpan.FromSeconds(10), Wait(await SignIn(email, SchoolPeople.Password, Fresh())));
            school.Clock.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal(422, (await SignIn(email, "wrong words here", Fresh())).Refusal!.Status);
            Assert.Equal(TimeSpan.FromSeconds(20), Wait(await SignIn(email, "wrong words here", Fresh())));
        }
    }

    [Fact]
    public async Task A_stranger_who_guesses_does_not_lock_the_owner_out_of_the_browser_they_use()
    {
        var person = await school.Person();
        var device = (await SignIn(person.Email, SchoolPeople.Password, Fresh())).Value.NewDeviceToken;
        for (var i = 0; i < 8; i++) await SignIn(person.Email, "wrong words here", Fresh());
        Assert.Equal(429, (await SignIn(person.Email, SchoolPeople.Password, Fresh())).Refusal!.Status);
        Assert.True((await SignIn(person.Email, SchoolPeople.Password, Fresh(), device)).Ok);
    }

    [Fact]
    public async Task One_who_fails_all_the_time_does_not_lock_out_the_class_behind_the_same_address()
    {
        var classroom = Fresh();
        var (classmate, another) = (await school.Person(), await school.Person());
        Assert.True((await SignIn(classmate.Email, SchoolPeople.Password, classroom)).Ok);

        // One account, fifty tries: after the fifth the account waits and the address is not even counted.
        var noisy = await school.Person();
        for (var i = 0; i < 50; i++) await SignIn(noisy.Email, "wrong words here", classroom);
        Assert.True((await SignIn(another.Email, SchoolPeople.Password, classroom)).Ok);

        // Somebody who types a hundred different addresses closes the classroom to strangers, and to nobody who was there before.
        await school.Database.Execute($"INSERT INTO identity.attempts VALUES ('address:{classroom}', {Throttle.AddressFailures}, '{school.Clock.Now:O}', '{school.Clock.Now:O}') ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures");
        Assert.True((await SignIn(classmate.Email, SchoolPeople.Password, classroom)).Ok);
        Assert.Equal(429, (await SignIn((await school.Person()).Email, SchoolPeople.Password, classroom)).Refusal!.Status);
        school.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.True((await SignIn((await school.Person()).Email, SchoolPeople.Password, classroom)).Ok);
    }

    [Fact]
    public async Task Parallel_guesses_are_not_all_let_through_before_the_first_is_counted()
    {
        var person = await school.Person();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SignIn(person.Email, "wrong words here", Fresh()))).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        // Each guess may read the count while the one before writes it: one or two over the five, never forty.
        Assert.InRange(answers.Count(a => a.Refusal!.Status == 422), 1, Throttle.FreeFailures + 3);
    }

    [Fact]
    public async Task The_page_signs_in_sends_back_where_one_came_from_and_never_to_another_site()
    {
        var person = await school.Person();
        foreach (var (wanted, expected) in ((string, string)[])[("/account", "/account"), ("//evil.example", "/today"), ("https://evil.example/", "/today")])
        {
            var answer = await school.PostForm("/sign-in?return=" + Uri.EscapeDataString(wanted), new() { ["_handler"] = "sign-in", ["Model.Email"] = person.Email, ["Model.Password"] = SchoolPeople.Password });
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal(expected, answer.Headers.Location!.OriginalString.Replace(school.Origins.Main, "", StringComparison.Ordinal));
            var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("lyceum=", StringComparison.Ordinal));
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_page_says_the_same_of_a_wrong_password_and_of_an_unknown_address()
    {
        var person = await school.Person();
        List<string> pages = [];
        foreach (var email in (string[])[person.Email, "unknown@school.test"])
        {
            var answer = await school.PostForm("/sign-in", new() { ["_handler"] = "sign-in", ["Model.Email"] = email, ["Model.Password"] = "wrong words here" });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            pages.Add(System.Text.RegularExpressions.Regex.Replace(html.Replace(email, "X", StringComparison.Ordinal), "name=\"__form\" value=\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        }
        Assert.Equal(pages[0], pages[1]);
        Assert.Contains("does not match", pages[0], StringComparison.Ordinal);
    }

    private static IPAddress Fresh() => new([10, 1, (byte)(Interlocked.Increment(ref lastAddress) / 250), (byte)(lastAddress % 250)]);

    private static TimeSpan Wait(Result<SignInOutcome> refused) => Assert.IsType<TooManyRefusal>(refused.Refusal).RetryAfter;

    private Task<Result<SignInOutcome>> SignIn(string email, string password, IPAddress from, string? device = null) =>
        school.From(from, new SignIn(email, password, DeviceToken: device), SigningIn.Handle);
}

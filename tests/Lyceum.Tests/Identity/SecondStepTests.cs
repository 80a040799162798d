using System.Net;
using System.Net.Http.Json;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.SignIns;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

public sealed class SecondStepTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Codes_are_those_of_the_standard()
    {
        // RFC 6238, appendix B (SHA-1), cut to six digits; the secret is “12345678901234567890”.
        var secret = Totp.Base32("12345678901234567890"u8);
        Assert.Equal("287082", Totp.Code(secret, 59 / 30));
        Assert.Equal("081804", Totp.Code(secret, 1111111109 / 30));
        Assert.Equal("005924", Totp.Code(secret, 1234567890 / 30));
        Assert.Equal("353130", Totp.Code(secret, 20000000000 / 30));
    }

    [Fact]
    public async Task Signing_in_with_the_second_step_takes_a_code_and_a_code_counts_once()
    {
        var (person, secret, _) = await Enrolled();
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = Totp.Code(secret, Totp.StepAt(school.Clock.Now));

        var first = await Challenge(person);
        Assert.NotNull((await school.Do(new SignInWithCode(first, code), SigningInWithCode.Handle)).SessionToken);
        var second = await Challenge(person);
        var again = await school.Try(school.Everything, new SignInWithCode(second, code), SigningInWithCode.Handle);
        Assert.Equal("identity.sign_in.wrong_code", again.Refusal!.Fields.Single().Code);
    }

    [Fact]
    public async Task One_code_used_by_twenty_at_once_lets_one_in()
    {
        var (person, secret, _) = await Enrolled();
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = Totp.Code(secret, Totp.StepAt(school.Clock.Now));
        var challenges = new List<string>();
        for (var i = 0; i < 20; i++) challenges.Add(await Challenge(person));
        var answers = await Task.WhenAll(challenges.Select(c => school.Try(school.Everything, new SignInWithCode(c, code), SigningInWithCode.Handle))).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        Assert.Equal(1, answers.Count(a => a.Ok));
    }

    [Fact]
    public async Task A_recovery_code_counts_once_however_it_is_typed()
    {
        var (person, _, codes) = await Enrolled();
        Assert.Equal(RecoveryCode.Count, codes.Count);
        var typed = codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal);
        Assert.NotNull((await school.Do(new SignInWithCode(await Challenge(person), typed), SigningInWithCode.Handle)).SessionToken);
        Assert.False((await school.Try(school.Everything, new SignInWithCode(await Challenge(person), codes[3]), SigningInWithCode.Handle)).Ok);
    }

    [Fact]
    public async Task Switching_it_on_ends_the_other_sessions()
    {
        var person = await school.Person();
        var other = await school.Browser(person);
        await Enrol(school, await school.Browser(person));
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    private async Task<(TestPerson Person, string Secret, IReadOnlyList<string> Codes)> Enrolled()
    {
        var person = await school.Person();
        var (secret, codes) = await Enrol(school, await school.Browser(person));
        return (person, secret, codes);
    }

    /// <summary>Switches the second step on for whoever is signed in there.</summary>
    internal static async Task<(string Secret, IReadOnlyList<string> Codes)> Enrol(School school, HttpClient browser)
    {
        var begun = await browser.PostAsJsonAsync("/api/v1/me/second-step", new { currentPassword = SchoolPeople.Password }, Ct);
        var secret = (await begun.Content.ReadFromJsonAsync<SecretShown>(Ct))!.Secret!;
        var confirmed = await browser.PutAsJsonAsync("/api/v1/me/second-step", new { code = Totp.Code(secret, Totp.StepAt(school.Clock.Now)) }, Ct);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return (secret, (await confirmed.Content.ReadFromJsonAsync<CodesShown>(Ct))!.Codes!);
    }

    private async Task<string> Challenge(TestPerson person)
    {
        var outcome = await school.Do(new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle);
        Assert.Null(outcome.SessionToken);
        return outcome.ChallengeToken!;
    }
}

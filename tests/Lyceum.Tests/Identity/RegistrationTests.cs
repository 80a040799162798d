using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Identity.Registration;
using Lyceum.Platform;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

public sealed class RegistrationTests(School school) : IClassFixture<School>
{
    private const string Words = "a boat full of lemons";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_registers_confirms_by_code_or_link_and_signs_in_and_each_works_once()
    {
        await school.Do(new SetRegistration(RegistrationMode.Open), SettingRegistration.Handle);
        var registered = await school.PostForm("/register", new()
        {
            ["_handler"] = "register", ["Model.GivenName"] = "Nour", ["Model.FamilyName"] = "Haddad", ["Model.Email"] = "Nour@School.Test", ["Model.Password"] = Words,
        });
        Assert.Equal(HttpStatusCode.Redirect, registered.StatusCode);
        var place = registered.Headers.Location!.OriginalString;
        Assert.Contains("/verify-email?for=", place, StringComparison.Ordinal);

        // Not before the address is confirmed: a right password leads back to the code.
        var early = await SignIn("nour@school.test", Words);
        Assert.Contains("/verify-email", early.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var (token, _) = await Mail("nour@school.test");
        var link = $"/verify-email?token={token}";
        Assert.Equal(HttpStatusCode.OK, (await school.Visitor("text/html").GetAsync(link, Ct)).StatusCode);   // a scanner opens it; nothing is used up
        var confirmed = await school.PostForm(link, new() { ["_handler"] = "link" });
        Assert.Contains("/sign-in?done=verified", confirmed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await school.PostForm(link, new() { ["_handler"] = "link" })).StatusCode);
        Assert.Contains((await SignIn("nour@school.test", Words)).Headers.GetValues("Set-Cookie"), c => c.StartsWith("lyceum=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_six_digit_code_confirms_and_five_wrong_ones_close_it()
    {
        await school.Do(new SetRegistration(RegistrationMode.Open), SettingRegistration.Handle);
        var made = await school.From(IPAddress.Parse("10.2.0.1"), new Register("Kim", "", "kim@school.test", Words, "el"), Registering.Handle);
        var (_, code) = await Mail("kim@school.test");
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 4; i++) Assert.Equal(422, (await Try(made.Value.VerificationId, wrong)).Refusal!.Status);
        Assert.True((await Try(made.Value.VerificationId, code)).Ok);

        var other = await school.From(IPAddress.Parse("10.2.0.2"), new Register("Lou", "", "lou@school.test", Words, "ar"), Registering.Handle);
        for (var i = 0; i < 5; i++) await Try(other.Value.VerificationId, "x");
        Assert.Equal(410, (await Try(other.Value.VerificationId, (await Mail("lou@school.test")).Code)).Refusal!.Status);
    }

    [Fact]
    public async Task Registering_a_known_address_answers_alike_and_writes_to_its_owner_only()
    {
        await school.Do(new SetRegistration(RegistrationMode.Open), SettingRegistration.Handle);
        var known = await school.Person();
        var answer = await school.From(IPAddress.Parse("10.2.0.3"), new Register("Eve", "", known.Email, Words, "en"), Registering.Handle);
        Assert.True(answer.Ok);
        Assert.Equal("identity.mail.have_account", await school.Database.Value<string>($"SELECT template FROM platform.mails WHERE to_address = '{known.Email}'"));
        Assert.Equal("identity.registration.wrong_code", (await Try(answer.Value.VerificationId, "123456")).Refusal!.Fields.Single().Code);
    }

    [Fact]
    public async Task Closed_is_closed()
    {
        await school.Do(new SetRegistration(RegistrationMode.Closed), SettingRegistration.Handle);
        var answer = await school.From(IPAddress.Parse("10.2.0.4"), new Register("Eve", "", "eve@school.test", Words, "en"), Registering.Handle);
        Assert.Equal(RegistrationErrors.Closed.Code, answer.Refusal!.Code);
    }

    [Theory]
    [InlineData("short", "identity.password.too_short")]
    [InlineData("password1234567", "identity.password.common")]
    [InlineData("aaaaaaaaaaaaaa", "identity.password.common")]
    [InlineData("Papadaki2026!", "identity.password.personal")]
    public void A_bad_password_is_refused_with_its_reason(string password, string code) =>
        Assert.Equal(code, Lyceum.Identity.Accounts.Passwords.Objection(password, "password", "eleni@school.test", "Eleni", "Papadaki")!.Fields.Single().Code);

    [Fact]
    public async Task A_reset_link_sets_the_password_once_ends_all_sessions_and_dies_after_half_an_hour()
    {
        var person = await school.Person();
        var browser = await school.Browser(person);
        await school.Do(new SendReset(person.Email), Resetting.Handle);
        var (token, _) = await Mail(person.Email);
        Assert.True((await school.From(IPAddress.Loopback, new ResetPassword(token, Words), Resetting.Handle)).Ok);
        Assert.Equal(410, (await school.From(IPAddress.Loopback, new ResetPassword(token, Words), Resetting.Handle)).Refusal!.Status);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(person.Email, Words)).StatusCode);

        await school.Do(new SendReset(person.Email), Resetting.Handle);
        var late = (await Mail(person.Email)).Token;
        school.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(410, (await school.From(IPAddress.Loopback, new ResetPassword(late, "another set of words"), Resetting.Handle)).Refusal!.Status);
    }

    [Fact]
    public async Task Asking_for_a_new_password_says_the_same_to_everybody()
    {
        var person = await school.Person();
        foreach (var email in (string[])[person.Email, "nobody-here@school.test"])
        {
            var answer = await school.PostForm("/forgot-password", new() { ["_handler"] = "forgot", ["Model.Email"] = email });
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.EndsWith("/forgot-password?sent=1", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    private Task<Result<Done>> Try(Guid link, string code) => school.From(IPAddress.Loopback, new VerifyEmailByCode(link, code), Verifying.Handle);

    private Task<HttpResponseMessage> SignIn(string email, string password) =>
        school.PostForm("/sign-in", new() { ["_handler"] = "sign-in", ["Model.Email"] = email, ["Model.Password"] = password });

    private async Task<(string Token, string Code)> Mail(string to)
    {
        var text = await school.Database.Value<string>($"SELECT text FROM platform.mails WHERE to_address = '{to}' ORDER BY id DESC LIMIT 1");
        Assert.NotNull(text);
        return (Regex.Match(text, "token=([A-Za-z0-9_-]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value,
            Regex.Match(text, @"\b(\d{6})\b", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
    }
}

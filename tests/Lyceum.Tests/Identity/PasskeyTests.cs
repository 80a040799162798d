using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.SignIns;
using Lyceum.Tests.Fixtures;
using static Lyceum.Tests.Identity.PasskeySchool;

namespace Lyceum.Tests.Identity;

public sealed class PasskeyTests(PasskeySchool school) : IClassFixture<PasskeySchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_passkey_signs_in_alone_and_its_owner_hears_of_it(bool rsa)
    {
        var (person, device, browser) = await school.WithPasskey(rsa);
        var account = await school.AccountOf(person);
        var row = await school.Database.Value<string>($"SELECT name || ' ' || sign_count || ' ' || array_to_string(transports, ',') || ' ' || backed_up || ' ' || coalesce(last_used_at::text, 'never') FROM identity.passkeys WHERE account_id = '{account}'");
        Assert.Equal("My phone 1 internal false never", row);
        Assert.Equal(1, await school.Database.Value<int>($"SELECT passkey_count FROM identity.accounts WHERE id = '{account}'"));
        Assert.Equal("identity.passkey.notice.added", await school.Database.Value<string>($"SELECT text_key FROM platform.notifications WHERE person_id = '{person.Id}'"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.mails WHERE to_address = '{person.Email}' AND template = 'identity.mail.passkey_added'"));
        Assert.Equal(2, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.add_passkey' AND person_id = '{person.Id}' AND entity IN ('identity.passkeys', 'identity.accounts')"));

        using var stranger = school.Stranger();
        using var entered = await school.Enter(stranger, device);
        Assert.Equal(person.Id.ToString(), (string?)(await entered.Content.ReadFromJsonAsync<JsonNode>(Ct))!["personId"]);
        using var me = await stranger.GetAsync("/api/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        Assert.Equal("2 true", await school.Database.Value<string>($"SELECT sign_count || ' ' || (last_used_at IS NOT NULL) FROM identity.passkeys WHERE account_id = '{account}'"));
        var listed = (await browser.GetFromJsonAsync<JsonNode>(Own, Ct))!["items"]!.AsArray();
        Assert.Equal("My phone", (string?)Assert.Single(listed)!["name"]);
        device.Dispose();
    }

    [Fact]
    public async Task The_question_asks_for_what_the_school_wants()
    {
        using var browser = await school.Browser(await school.Person());
        var options = (await Ask(browser, Own, new { currentPassword = SchoolPeople.Password }))["options"]!;
        Assert.Equal("localhost", (string?)options["rp"]!["id"]);
        Assert.Equal("none", (string?)options["attestation"]);
        Assert.Equal([-7, -257], options["pubKeyCredParams"]!.AsArray().Select(p => (int)p!["alg"]!));
        Assert.Equal(("required", "required"), ((string?)options["authenticatorSelection"]!["userVerification"], (string?)options["authenticatorSelection"]!["residentKey"]));
        using var stranger = school.Stranger();
        var asked = (await Ask(stranger, Entry, new { }))["options"]!;
        Assert.Equal(("localhost", "required", 0), ((string?)asked["rpId"], (string?)asked["userVerification"], asked["allowCredentials"]?.AsArray().Count ?? 0));
    }

    [Fact]
    public async Task Beside_the_password_a_passkey_is_the_second_step()
    {
        var (person, device, _) = await school.WithPasskey();
        using var half = await school.HalfWay(person);
        using (var me = await half.GetAsync("/api/v1/me", Ct)) Assert.Equal(HttpStatusCode.Unauthorized, me.StatusCode);
        // The password was the one factor, the device is the other: it need not ask for the finger as well.
        using var entered = await school.Enter(half, device, new Lies { Unverified = true, NoHandle = true }, SecondStep);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        Assert.Contains(entered.Headers.GetValues("Set-Cookie"), c => c.StartsWith("lyceum=", StringComparison.Ordinal));
        // Used up: the same half of a sign-in begins no second session.
        using var again = await half.PostAsJsonAsync(SecondStep + "/options", new { }, Ct);
        Assert.Equal((410, "identity.sign_in.challenge_over"), await Said(again));
        device.Dispose();
    }

    [Fact]
    public async Task Somebody_elses_passkey_is_no_second_step()
    {
        var (person, device, _) = await school.WithPasskey();
        var (_, others, _) = await school.WithPasskey();
        using var half = await school.HalfWay(person);
        var before = await school.Rows();
        Assert.Equal((422, "identity.passkey.no_match"), await Said(await school.Enter(half, others, null, SecondStep)));
        Assert.Equal((422, "identity.passkey.no_match"), await Said(await school.Enter(half, others, new Lies { Id = device.Id, NoHandle = true }, SecondStep)));
        Assert.Equal(before, await school.Rows());
        // A question of the open door is not answered at this one, nor the other way round.
        using var stranger = school.Stranger();
        var question = await Ask(stranger, Entry, new { });
        Assert.Equal((410, "identity.passkey.challenge_over"), await Said(await half.PostAsJsonAsync(SecondStep, new { challengeId = (string)question["challengeId"]!, credential = device.Answer(question["options"]!) }, Ct)));
        question = await Ask(half, SecondStep, new { });
        Assert.Equal((410, "identity.passkey.challenge_over"), await Said(await stranger.PostAsJsonAsync(Entry, new { challengeId = (string)question["challengeId"]!, credential = device.Answer(question["options"]!) }, Ct)));
        Assert.Equal(before, await school.Rows());
        device.Dispose();
        others.Dispose();
    }

    [Fact]
    public async Task A_removed_passkey_is_refused_and_other_sessions_end()
    {
        var (person, device, browser) = await school.WithPasskey();
        using var other = school.Stranger();
        using (await school.Enter(other, device)) { }
        var id = (string)(await browser.GetFromJsonAsync<JsonNode>(Own, Ct))!["items"]![0]!["id"]!;
        var row = $"SELECT p::text FROM identity.passkeys p WHERE id = '{id}'";
        var before = await school.Database.Value<string>(row);
        Assert.Equal((422, "platform.request.invalid"), await Said(await browser.PostAsJsonAsync($"{Own}/{id}/removal", new { currentPassword = "not this one" }, Ct)));
        Assert.Equal((422, "platform.request.invalid"), await Said(await browser.PostAsJsonAsync($"{Own}/{id}/removal", new { }, Ct)));
        using (var stranger = await school.Browser(await school.Person()))
        {
            Assert.Equal((404, "identity.passkey.not_found"), await Said(await stranger.PostAsJsonAsync($"{Own}/{id}/removal", new { currentPassword = SchoolPeople.Password }, Ct)));
            Assert.Equal((404, "identity.passkey.not_found"), await Said(await stranger.PutAsJsonAsync($"{Own}/{id}", new { name = "Mine" }, Ct)));
        }
        Assert.Equal(before, await school.Database.Value<string>(row));
        using (var renamed = await browser.PutAsJsonAsync($"{Own}/{id}", new { name = " Blue key " }, Ct)) Assert.Equal("Blue key", (string?)(await renamed.Content.ReadFromJsonAsync<JsonNode>(Ct))!["name"]);

        using var removed = await browser.PostAsJsonAsync($"{Own}/{id}/removal", new { currentPassword = SchoolPeople.Password }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(0, await school.Database.Value<int>($"SELECT passkey_count FROM identity.accounts WHERE person_id = '{person.Id}'"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.mails WHERE to_address = '{person.Email}' AND template = 'identity.mail.passkey_removed'"));
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        using (var gone = await other.GetAsync("/api/v1/me", Ct)) Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
        using (var kept = await browser.GetAsync("/api/v1/me", Ct)) Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        using var late = school.Stranger();
        Assert.Equal((422, "identity.passkey.no_match"), await Said(await school.Enter(late, device)));
        // The password alone is enough again.
        Assert.NotNull((await school.Do(new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle)).SessionToken);
        device.Dispose();
    }

    [Fact]
    public async Task An_account_has_at_most_ten_also_when_two_are_added_at_once()
    {
        var person = await school.Person();
        var account = await school.AccountOf(person);
        using var browser = await school.Browser(person);
        await school.Database.Execute($"INSERT INTO identity.passkeys (id, account_id, credential_id, public_key, name, sign_count, transports, backup_eligible, backed_up, created_at) SELECT gen_random_uuid(), '{account}', decode(md5(n::text || '{account}'), 'hex'), '\\x00', 'Old', 0, '{{}}', false, false, now() FROM generate_series(1, 9) n");
        await school.Database.Execute($"UPDATE identity.accounts SET passkey_count = 9 WHERE id = '{account}'");
        using var one = school.Device();
        using var two = school.Device();
        var answers = await Task.WhenAll(school.Register(browser, one), school.Register(browser, two)).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        Assert.Equal([201, 409], answers.Select(a => (int)a.StatusCode).Order());
        Assert.Equal((409, "identity.passkey.too_many"), await Said(await browser.PostAsJsonAsync(Own + "/options", new { currentPassword = SchoolPeople.Password }, Ct)));
        Assert.Equal(10, await school.Database.Value<long>($"SELECT count(*) FROM identity.passkeys WHERE account_id = '{account}'"));
    }

    [Fact]
    public async Task Recovery_codes_stand_in_for_a_lost_passkey_and_an_administrator_takes_it_away()
    {
        var (person, device, browser) = await school.WithPasskey();
        using var renewed = await browser.PostAsJsonAsync("/api/v1/me/recovery-codes", new { currentPassword = SchoolPeople.Password }, Ct);
        var code = (await renewed.Content.ReadFromJsonAsync<CodesShown>(Ct))!.Codes![0];
        var half = (await school.Do(new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle)).ChallengeToken!;
        Assert.NotNull((await school.Do(new SignInWithCode(half, code), SigningInWithCode.Handle)).SessionToken);

        await school.Do(new ResetSecondStep(person.Id, "Lost"), ManagingAccounts.Handle);
        Assert.NotNull((await school.Do(new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle)).SessionToken);
        using var stranger = school.Stranger();
        Assert.Equal((422, "identity.passkey.no_match"), await Said(await school.Enter(stranger, device)));
        Assert.Equal(0, await school.Database.Value<long>($"SELECT (SELECT count(*) FROM identity.passkeys p WHERE p.account_id = a.id) + (SELECT count(*) FROM identity.recovery_codes c WHERE c.account_id = a.id) FROM identity.accounts a WHERE person_id = '{person.Id}'"));
        device.Dispose();
    }

    [Fact]
    public async Task The_authenticator_app_goes_and_the_passkey_stays()
    {
        var (person, device, browser) = await school.WithPasskey();
        using var begun = await browser.PostAsJsonAsync("/api/v1/me/second-step", new { currentPassword = SchoolPeople.Password }, Ct);
        var secret = (await begun.Content.ReadFromJsonAsync<SecretShown>(Ct))!.Secret!;
        using (var confirmed = await browser.PutAsJsonAsync("/api/v1/me/second-step", new { code = Totp.Code(secret, Totp.StepAt(school.Clock.Now)) }, Ct)) Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        using (var off = await browser.PostAsJsonAsync("/api/v1/me/second-step/removal", new { currentPassword = SchoolPeople.Password }, Ct)) Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        Assert.NotNull((await school.Do(new SignIn(person.Email, SchoolPeople.Password), SigningIn.Handle)).ChallengeToken);
        Assert.Equal(RecoveryCode.Count, await school.Database.Value<long>($"SELECT count(*) FROM identity.recovery_codes WHERE account_id = '{await school.AccountOf(person)}'"));
        device.Dispose();
    }

    [Fact]
    public async Task The_only_way_in_stays_and_without_a_password_a_fresh_sign_in_proves_who_asks()
    {
        var (person, device, _) = await school.WithPasskey();
        var account = await school.AccountOf(person);
        await school.Database.Execute($"UPDATE identity.accounts SET password_hash = NULL WHERE id = '{account}'");
        using var browser = school.Stranger();
        using (await school.Enter(browser, device)) { }
        var id = (string)(await browser.GetFromJsonAsync<JsonNode>(Own, Ct))!["items"]![0]!["id"]!;
        Assert.Equal((409, "identity.passkey.last_way"), await Said(await browser.PostAsJsonAsync($"{Own}/{id}/removal", new { }, Ct)));
        using (var second = school.Device())
        {
            var question = await Ask(browser, Own, new { });
            using var made = await browser.PostAsJsonAsync(Own, new { challengeId = (string)question["challengeId"]!, name = "Key", credential = second.Make(question["options"]!) }, Ct);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal((403, "identity.account.sign_in_again"), await Said(await browser.PostAsJsonAsync($"{Own}/{id}/removal", new { }, Ct)));
        Assert.Equal((403, "identity.account.sign_in_again"), await Said(await browser.PostAsJsonAsync(Own + "/options", new { }, Ct)));
        using (await school.Enter(browser, device)) { }
        using var removed = await browser.PostAsJsonAsync($"{Own}/{id}/removal", new { }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        device.Dispose();
    }

    [Fact]
    public async Task An_app_cannot_use_a_passkey_and_is_told_what_it_needs()
    {
        var (person, device, browser) = await school.WithPasskey();
        Assert.Equal((403, "identity.app.authenticator_needed"), await Token(person.Email));
        Assert.Equal((422, "identity.sign_in.no_match"), await Token(person.Email, password: "some other words"));   // only whoever has the password hears which second step it is
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM identity.sessions WHERE person_id = '{person.Id}' AND kind = 'app'"));

        // An authenticator app that was begun and not confirmed opens nothing.
        using var begun = await browser.PostAsJsonAsync("/api/v1/me/second-step", new { currentPassword = SchoolPeople.Password }, Ct);
        var secret = (await begun.Content.ReadFromJsonAsync<SecretShown>(Ct))!.Secret!;
        string Now() => Totp.Code(secret, Totp.StepAt(school.Clock.Now));
        Assert.Equal((422, "platform.request.invalid"), await Token(person.Email, Now()));
        Assert.Equal(0, await school.Database.Value<long>($"SELECT totp_last_step FROM identity.accounts WHERE person_id = '{person.Id}'"));

        using var renewed = await browser.PostAsJsonAsync("/api/v1/me/recovery-codes", new { currentPassword = SchoolPeople.Password }, Ct);
        Assert.Equal((200, null), await Token(person.Email, (await renewed.Content.ReadFromJsonAsync<CodesShown>(Ct))!.Codes![0]));
        using (var confirmed = await browser.PutAsJsonAsync("/api/v1/me/second-step", new { code = Now() }, Ct)) Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((422, "platform.request.invalid"), await Token(person.Email));   // a code is asked for now
        Assert.Equal((200, null), await Token(person.Email, Now()));
        device.Dispose();
    }

    private async Task<(int Status, string? Code)> Token(string email, string? code = null, string password = SchoolPeople.Password)
    {
        using var visitor = school.Visitor();
        using var answer = await visitor.PostAsJsonAsync("/api/v1/auth/token", new { email, password, code }, Ct);
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!["code"]);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Passkeys;
using Lyceum.Tests.Fixtures;
using static Lyceum.Tests.Identity.PasskeySchool;

namespace Lyceum.Tests.Identity;

/// <summary>Answers that are not what they should be: refused with a code, and nothing changes but the counters of who tries.</summary>
public sealed class PasskeyAttackTests(PasskeySchool school) : IClassFixture<PasskeySchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("origin", "origin")]
    [InlineData("content origin", "origin")]
    [InlineData("site", "Relying Party ID")]
    [InlineData("cross origin", "origin")]
    [InlineData("challenge", "challenge")]
    [InlineData("type", "type")]
    [InlineData("tampered", "signature")]
    [InlineData("count back", "signature counter")]
    [InlineData("count same", "signature counter")]
    [InlineData("unverified", "User verification")]
    [InlineData("absent", "flags")]
    [InlineData("other handle", "belong")]
    [InlineData("no handle", "user handle")]
    [InlineData("other credential", "belong")]
    [InlineData("unknown credential", "unknown passkey")]
    public async Task A_lie_at_sign_in_is_refused_and_changes_nothing(string lie, string why)
    {
        var (person, device, _) = await school.WithPasskey();
        var (other, others, _) = await school.WithPasskey();
        device.Count = 7;
        using (var stranger = school.Stranger())
        using (var entered = await school.Enter(stranger, device)) Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        var lies = lie switch
        {
            "origin" => new Lies { Origin = "http://lyceum.example" },
            "content origin" => new Lies { Origin = school.Origins.Content },
            "site" => new Lies { Site = "lyceum.example" },
            "cross origin" => new Lies { CrossOrigin = true },
            "challenge" => new Lies { Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
            "type" => new Lies { Type = "webauthn.create" },
            "tampered" => new Lies { Tampered = true },
            "count back" => new Lies { Count = 3 },
            "count same" => new Lies { Count = 8 },
            "unverified" => new Lies { Unverified = true },
            "absent" => new Lies { Absent = true },
            "other handle" => new Lies { Handle = (await school.AccountOf(other)).ToString() },
            "no handle" => new Lies { NoHandle = true },
            "other credential" => new Lies { Id = others.Id },
            _ => new Lies { Id = new byte[32] },
        };
        var before = await school.Rows();
        using var attacker = school.Stranger();
        using var answer = await school.Enter(attacker, device, lies);
        var request = answer.Headers.GetValues("X-Request-Id").Single();
        Assert.Equal((422, "identity.passkey.no_match"), await Said(answer));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(before, await school.Rows());
        Assert.Contains(why, await school.Database.Value<string>($"SELECT after ->> 'fault' FROM platform.audit_entries WHERE action = 'identity.passkey_failed' AND request_id = '{request}'"), StringComparison.OrdinalIgnoreCase);
        device.Dispose();
        others.Dispose();
    }

    [Fact]
    public async Task A_question_is_answered_once_also_by_two_at_once_and_a_wrong_answer_uses_it_up()
    {
        var (_, device, _) = await school.WithPasskey();
        using var stranger = school.Visitor();
        var question = await Ask(stranger, Entry, new { });
        var body = new { challengeId = (string)question["challengeId"]!, credential = device.Answer(question["options"]!) };
        using var one = school.Visitor();
        using var two = school.Visitor();
        var answers = await Task.WhenAll(one.PostAsJsonAsync(Entry, body, Ct), two.PostAsJsonAsync(Entry, body, Ct)).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Contains((int)answers.Single(a => a.StatusCode != HttpStatusCode.OK).StatusCode, (int[])[410, 429]);   // one passkey takes turns
        Assert.Equal((410, "identity.passkey.challenge_over"), await Said(await stranger.PostAsJsonAsync(Entry, body, Ct)));

        question = await Ask(stranger, Entry, new { });
        var id = (string)question["challengeId"]!;
        Assert.Equal((422, "identity.passkey.no_match"), await Said(await stranger.PostAsJsonAsync(Entry, new { challengeId = id, credential = device.Answer(question["options"]!, new Lies { Tampered = true }) }, Ct)));
        Assert.Equal((410, "identity.passkey.challenge_over"), await Said(await stranger.PostAsJsonAsync(Entry, new { challengeId = id, credential = device.Answer(question["options"]!) }, Ct)));
        device.Dispose();
    }

    [Fact]
    public async Task A_question_lives_five_minutes_and_its_row_goes()
    {
        var (_, device, browser) = await school.WithPasskey();
        using var stranger = school.Stranger();
        var question = await Ask(stranger, Entry, new { });
        school.Clock.Advance(PasskeyChallenge.Life);
        Assert.Equal((410, "identity.passkey.challenge_over"), await Said(await stranger.PostAsJsonAsync(Entry, new { challengeId = (string)question["challengeId"]!, credential = device.Answer(question["options"]!) }, Ct)));
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var over = $"SELECT count(*) FROM identity.passkey_challenges WHERE expires_at < '{school.Clock.Now:O}'";
        var left = await school.Database.Value<long>(over);
        await Ask(stranger, Entry, new { });
        Assert.Equal(Math.Max(0, left - 20), await school.Database.Value<long>(over));   // the oldest twenty at a time
        browser.Dispose();
        device.Dispose();
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("site")]
    [InlineData("challenge")]
    [InlineData("type")]
    [InlineData("unverified")]
    [InlineData("absent")]
    [InlineData("id")]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("deep")]
    [InlineData("endless")]
    public async Task A_lie_at_registration_is_refused_and_no_row_is_made(string lie)
    {
        using var browser = await school.Browser(await school.Person());
        using var device = school.Device();
        var before = await school.Rows();
        Assert.Equal((422, "identity.passkey.not_accepted"), await Said(await school.Register(browser, device, lie switch
        {
            "origin" => new Lies { Origin = "http://lyceum.example" },
            "site" => new Lies { Site = "lyceum.example" },
            "challenge" => new Lies { Challenge = "AAAA" },
            "type" => new Lies { Type = "webauthn.get" },
            "unverified" => new Lies { Unverified = true },
            "absent" => new Lies { Absent = true },
            "id" => new Lies { Id = [1, 2, 3] },
            "garbage" => new Lies { Object = Encoding.UTF8.GetBytes("this is no CBOR") },
            "empty" => new Lies { Object = [] },
            "deep" => new Lies { Object = [.. Enumerable.Repeat((byte)0x81, 5000)] },
            _ => new Lies { Object = [0xbf, 0x7b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] },
        })));
        Assert.Equal(before, await school.Rows());
    }

    [Fact]
    public async Task A_passkey_is_registered_only_by_the_account_that_asked_and_in_one_account_only()
    {
        var (_, device, browser) = await school.WithPasskey();
        using var other = await school.Browser(await school.Person());
        Assert.Equal((409, "identity.passkey.registered"), await Said(await school.Register(other, device)));
        Assert.Equal((422, "identity.passkey.not_accepted"), await Said(await school.Register(browser, device)));
        var question = await Ask(browser, Own, new { currentPassword = SchoolPeople.Password });
        using var second = school.Device();
        var body = new { challengeId = (string)question["challengeId"]!, name = "Mine", credential = second.Make(question["options"]!) };
        Assert.Equal((410, "identity.passkey.challenge_over"), await Said(await other.PostAsJsonAsync(Own, body, Ct)));
        using var visitor = school.Visitor();
        Assert.Equal(401, (await Said(await visitor.PostAsJsonAsync(Own, body, Ct))).Status);
        Assert.Equal((422, "platform.request.invalid"), await Said(await other.PostAsJsonAsync(Own + "/options", new { currentPassword = "not this one" }, Ct)));
        device.Dispose();
    }

    [Fact]
    public async Task What_a_client_writes_beside_is_not_kept()
    {
        using var browser = await school.Browser(await school.Person());
        using var device = school.Device();
        using var made = await school.Register(browser, device, new Lies { Transport = "\0\ud7ffjunk" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (string)(await made.Content.ReadFromJsonAsync<JsonNode>(Ct))!["id"]!;
        Assert.Equal(0, await school.Database.Value<int>($"SELECT cardinality(transports) FROM identity.passkeys WHERE id = '{id}'"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":"\u0000"}""")]
    [InlineData("""{"id":"!!!!"}""")]
    [InlineData("""{"id":"AAAA","type":"public-key","response":null}""")]
    [InlineData("""{"id":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA","userHandle":"\ud800"}}""")]
    [InlineData("""{"id":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    [InlineData("deep")]
    [InlineData("long")]
    [InlineData("huge")]
    public async Task Rubbish_is_refused_with_a_code(string credential)
    {
        var (person, device, browser) = await school.WithPasskey();
        var text = credential switch
        {
            "deep" => string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60),
            "long" => $$"""{"id":"{{new string('A', 30_000)}}"}""",
            "huge" => $$"""{"id":"AAAA","x":"{{new string('x', 1_500_000)}}"}""",
            _ => credential,
        };
        using var half = await school.HalfWay(person);
        using var stranger = school.Stranger();
        var before = await school.Rows();
        foreach (var (client, where, asked) in ((HttpClient, string, object)[])[(browser, Own, new { currentPassword = SchoolPeople.Password }), (stranger, Entry, new { }), (half, SecondStep, new { })])
        {
            var id = (string)(await Ask(client, where, asked))["challengeId"]!;
            using var content = new StringContent($$"""{"challengeId":"{{id}}","name":"Key","credential":{{text}}}""", Encoding.UTF8, "application/json");
            var (status, code) = await Said(await client.PostAsync(where, content, Ct));
            Assert.Contains(status, (int[])[400, 413, 422, 429]);
            Assert.NotNull(code);
        }
        Assert.Equal(before, await school.Rows());
        device.Dispose();
    }

    [Fact]
    public async Task Wrong_answers_wait_longer_and_do_not_stop_other_passkeys()
    {
        var (_, device, _) = await school.WithPasskey();
        var (_, other, _) = await school.WithPasskey();
        for (var i = 0; i < 5; i++)
        {
            using var guesser = school.Stranger();
            Assert.Equal(422, (await Said(await school.Enter(guesser, device, new Lies { Tampered = true }))).Status);
        }
        using var late = school.Stranger();
        Assert.Equal((429, "identity.sign_in.too_many"), await Said(await school.Enter(late, device)));
        using var entered = await school.Enter(late, other);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        using var fresh = school.Stranger();
        using var again = await school.Enter(fresh, device);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        device.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task A_closed_account_is_refused_in_the_same_words()
    {
        var (person, device, _) = await school.WithPasskey();
        await school.Do(new DisableAccount(person.Id, "Left"), ManagingAccounts.Handle);
        using var stranger = school.Stranger();
        Assert.Equal((422, "identity.passkey.no_match"), await Said(await school.Enter(stranger, device)));
        device.Dispose();
    }
}

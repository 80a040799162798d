using System.Net;
using System.Net.Http.Json;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Tokens;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

public sealed class TokenTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_may_no_more_than_its_scopes_and_no_more_than_its_owner()
    {
        var registrar = await school.Person(Role.Registrar);
        var narrow = await school.Bearer(registrar, IdentityPermissions.OwnAccount);
        Assert.Equal(HttpStatusCode.OK, (await narrow.GetAsync("/api/v1/me", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.GetAsync("/api/v1/people", Ct)).StatusCode);

        var wide = await school.Bearer(await school.Person(), IdentityPermissions.OwnAccount, IdentityPermissions.ReadPeople);
        Assert.Equal(HttpStatusCode.Forbidden, (await wide.GetAsync("/api/v1/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_made_with_a_token_is_no_wider_and_lives_no_longer()
    {
        var registrar = await school.Person(Role.Registrar);
        var narrow = await school.Bearer(registrar, IdentityPermissions.OwnAccount);
        var wider = await narrow.PostAsJsonAsync("/api/v1/me/tokens", new { name = "wider", scopes = new[] { IdentityPermissions.ReadPeople } }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wider.StatusCode);

        var child = await narrow.PostAsJsonAsync("/api/v1/me/tokens", new { name = "child", days = 365 }, Ct);
        Assert.Equal(HttpStatusCode.Created, child.StatusCode);
        var shown = (await child.Content.ReadFromJsonAsync<TokenShown>(Ct))!;
        Assert.Equal([IdentityPermissions.OwnAccount], shown.Scopes!);
        Assert.True(shown.ExpiresAt <= school.Clock.Now.AddDays(90));
    }

    [Fact]
    public async Task A_revoked_or_expired_token_is_401_even_where_nobody_need_be_known()
    {
        var person = await school.Person();
        var client = await school.Bearer(person);
        var list = (await client.GetFromJsonAsync<TokenList>("/api/v1/me/tokens", Ct))!;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/courses", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/v1/me/tokens/{list.Items.Single().Id}", Ct)).StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/courses", Ct)).StatusCode);

        var other = await school.Bearer(person);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/me", Ct)).StatusCode);
        school.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_session_cookie_is_no_bearer_token_and_only_the_hash_of_a_token_is_stored()
    {
        var person = await school.Person();
        var session = (await school.Do(new Lyceum.Identity.SignIns.SignIn(person.Email, SchoolPeople.Password), Lyceum.Identity.SignIns.SigningIn.Handle)).SessionToken;
        var client = school.Visitor();
        client.DefaultRequestHeaders.Authorization = new("Bearer", session);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_repeated_request_makes_no_second_token_and_does_not_show_the_first_again()
    {
        var client = await school.Bearer(await school.Person());
        List<TokenShown> shown = [];
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/tokens") { Content = JsonContent.Create(new { name = "once" }) };
            request.Headers.Add("Idempotency-Key", "token-once");
            var answer = await client.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            shown.Add((await answer.Content.ReadFromJsonAsync<TokenShown>(Ct))!);
        }
        Assert.Equal(shown[0].Id, shown[1].Id);
        Assert.NotNull(shown[0].Token);
        Assert.Null(shown[1].Token);
        Assert.Equal(0L, await school.Database.Value<long>($"SELECT count(*) FROM platform.idempotency_keys k WHERE k::text LIKE '%{shown[0].Token}%'"));
    }
}

using System.Net;
using System.Net.Http.Json;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Identity.Roles;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

public sealed class RoleTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_changes_their_own_roles_or_permissions()
    {
        var admin = await school.Person(Role.Administrator);
        var client = await school.Bearer(admin);
        var role = await client.PostAsJsonAsync($"/api/v1/people/{admin.Id}/roles", new { role = Role.Registrar }, Ct);
        Assert.Equal(HttpStatusCode.Conflict, role.StatusCode);
        var grant = await client.PostAsJsonAsync($"/api/v1/people/{admin.Id}/grants", new { permission = "academics.section.teach", reach = "all", until = school.Clock.Now.AddDays(2), reason = "cover" }, Ct);
        Assert.Equal("identity.role.own", (await grant.Content.ReadFromJsonAsync<Problem>(Ct))!.Code);
    }

    [Fact]
    public async Task A_permission_given_until_a_date_ends_by_itself()
    {
        var admin = await school.SignedIn(Role.Administrator);
        var person = await school.Person();
        var client = await school.Bearer(person);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);
        var given = await admin.PostAsJsonAsync($"/api/v1/people/{person.Id}/grants", new { permission = IdentityPermissions.ReadPeople, reach = "all", until = school.Clock.Now.AddHours(3), reason = "census" }, Ct);
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);
        school.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_role_of_the_schools_own_gives_what_it_lists_until_it_is_archived()
    {
        var admin = await school.SignedIn(Role.Administrator);
        var made = await admin.PostAsJsonAsync("/api/v1/roles", new { key = "census_taker", name = new { en = "Census taker" }, permissions = new[] { new { permission = IdentityPermissions.ReadPeople, reach = "all" } } }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, made.StatusCode);
        var person = await school.Person("census_taker");
        var client = await school.Bearer(person);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync("/api/v1/roles/census_taker", Ct)).StatusCode);
        school.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/people", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_role_that_has_run_out_can_be_given_again()
    {
        var person = await school.Person();
        await school.Do(new GiveRole(person.Id, Role.Registrar, Until: school.Clock.Now.AddHours(1)), GivingRoles.Handle);
        Assert.Equal(RoleErrors.HeldAlready.Code, (await school.Try(school.Everything, new GiveRole(person.Id, Role.Registrar), GivingRoles.Handle)).Refusal!.Code);
        school.Clock.Advance(TimeSpan.FromHours(2));
        Assert.True((await school.Try(school.Everything, new GiveRole(person.Id, Role.Registrar), GivingRoles.Handle)).Ok);
    }

    [Fact]
    public async Task The_list_of_people_pages_and_searches_and_shows_no_one_twice()
    {
        var admin = await school.SignedIn(Role.Administrator);
        foreach (var name in (string[])["Αλεξάνδρα", "Zoë", "ليلى", "Anna_1", "Anna%2"]) await school.Do(new CreatePerson(name, "Pagingtest", "en"), CreatingPeople.Handle);
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = (await admin.GetFromJsonAsync<Page<PersonCard>>($"/api/v1/people?search=pagingtest&limit=2&cursor={cursor}", Json.Options, Ct))!;
            seen.AddRange(page.Items.Select(p => p.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(5, seen.Count);
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Single((await admin.GetFromJsonAsync<Page<PersonCard>>("/api/v1/people?search=anna%25", Json.Options, Ct))!.Items);
    }

    [Fact]
    public async Task Without_the_right_one_sees_oneself_and_nobody_else()
    {
        var (mine, other) = (await school.Person(), await school.Person());
        var client = await school.Bearer(mine);
        var me = await client.GetFromJsonAsync<MeView>("/api/v1/me", Json.Options, Ct);
        Assert.Equal(mine.Id, me!.Person.Id);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/api/v1/people/{other.Id}", Ct)).StatusCode);
    }
}

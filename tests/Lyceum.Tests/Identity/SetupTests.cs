using Lyceum.Identity.Accounts;
using Lyceum.Identity.Roles;
using Lyceum.Identity.Setup;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

public sealed class SetupTests(School school) : IClassFixture<School>
{
    [Fact]
    public async Task A_setup_link_makes_one_administrator_however_many_open_it_and_then_no_more_links_are_made()
    {
        var link = await SetupLink.Create(school.Services, school.Origins.Main, TestContext.Current.CancellationToken);
        Assert.NotNull(link);
        var token = link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..];
        Assert.Equal(410, (await school.Try(Actor.Nobody, First("not-a-token", 0), SettingUp.Handle)).Refusal!.Status);

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => school.Try(Actor.Nobody, First(token, i), SettingUp.Handle)))
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var made = Assert.Single(answers, a => a.Ok).Value;
        Assert.Equal(1L, await school.Database.Value<long>("SELECT count(*) FROM identity.role_assignments WHERE role = 'administrator'"));
        Assert.Null(await SetupLink.Create(school.Services, school.Origins.Main, TestContext.Current.CancellationToken));

        // The only administrator cannot be taken away, by role or by account.
        var assignment = await school.Database.Value<Guid>("SELECT id FROM identity.role_assignments WHERE role = 'administrator'");
        Assert.Equal(RoleErrors.LastAdministrator.Code, (await school.Try(school.Everything, new EndRole(made.Id, assignment), GivingRoles.Handle)).Refusal!.Code);
        Assert.Equal(RoleErrors.LastAdministrator.Code, (await school.Try(school.Everything, new DisableAccount(made.Id, "test"), ManagingAccounts.Handle)).Refusal!.Code);

        // Of two administrators taken away at the same moment one stays. Often enough that the race would show.
        for (var round = 0; round < 10; round++)
        {
            var second = await school.Person(Role.Administrator);
            var rows = new List<(Guid Person, Guid Assignment)>();
            await using (var command = school.Database.Owner.CreateCommand("SELECT person_id, id FROM identity.role_assignments WHERE role = 'administrator' AND ended_at IS NULL"))
            await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
                while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add((reader.GetGuid(0), reader.GetGuid(1)));
            Assert.Equal(2, rows.Count);
            Assert.Contains(rows, r => r.Person == second.Id);
            var taken = await Task.WhenAll(rows.Select(r => school.Try(school.Everything, new EndRole(r.Person, r.Assignment), GivingRoles.Handle)));
            Assert.Equal(1, taken.Count(t => t.Ok));
        }
    }

    private static CreateFirstAdministrator First(string token, int i) => new(token, "Eleni Papadaki", $"eleni{i}@school.test", "olive trees and salt");
}

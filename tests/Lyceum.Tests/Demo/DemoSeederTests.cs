using Lyceum.Academics;
using Lyceum.Assessment.Quizzes;
using Lyceum.Demo;
using Lyceum.Identity.People;
using Lyceum.Platform.Database;
using Lyceum.Platform.Settings;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Demo;

/// <summary>A school that is seeded as <c>lyceum up --demo</c> does it.</summary>
public sealed class SeededSchool : School
{
    protected override bool Jobs => false;

    protected override async Task Arrange() => Assert.True(await DemoSeeder.Seed(Services, CancellationToken.None));
}

public sealed class DemoSeederTests(SeededSchool school) : IClassFixture<SeededSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_school_is_there_and_marked()
    {
        Assert.True(await school.Read(db => db.Read(HouseSettings.Demo, Ct)));
        Assert.Equal(12, await school.Read(db => db.Courses.CountAsync(c => c.PublishedAt != null, Ct)));
        Assert.True(await school.Read(db => db.Set<Person>().CountAsync(Ct)) > 200);
        Assert.True(await school.Read(db => db.Enrolments.CountAsync(Ct)) > 200);
        Assert.True(await school.Read(db => db.Attempts.CountAsync(Ct)) > 200);
    }

    [Fact]
    public async Task A_second_seeding_changes_nothing()
    {
        var before = await school.Read(db => db.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM platform.audit_entries").SingleAsync(Ct));
        Assert.False(await DemoSeeder.Seed(school.Services, Ct));
        Assert.Equal(before, await school.Read(db => db.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM platform.audit_entries").SingleAsync(Ct)));
    }

    [Fact]
    public async Task Nothing_in_the_history_lies_in_the_future()
    {
        var now = school.Clock.GetUtcNow();
        Assert.False(await school.Read(db => db.Enrolments.AnyAsync(e => e.RequestedAt > now || e.EndedAt > now, Ct)));
        Assert.False(await school.Read(db => db.Attempts.AnyAsync(a => a.SubmittedAt > now || a.StartedAt > a.SubmittedAt, Ct)));
    }
}

public sealed class DemoRefusalTests(School school) : IClassFixture<School>
{
    [Fact]
    public async Task Real_people_are_never_mixed_with_invented_ones()
    {
        await school.Person();
        var refused = await Assert.ThrowsAsync<ClusterRefusal>(() => DemoSeeder.Seed(school.Services, TestContext.Current.CancellationToken));
        Assert.Equal("ops.demo.people", refused.Code);
        Assert.False(await school.Read(db => db.Read(HouseSettings.Demo, TestContext.Current.CancellationToken)));
    }
}

using Lyceum.Academics;
using Lyceum.Academics.Sections;
using Lyceum.Assessment.Quizzes;
using Lyceum.Demo;
using Lyceum.Identity.People;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Database;
using Lyceum.Platform.Settings;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Demo;

/// <summary>A school that is seeded as <c>lyceum up --demo</c> does it.</summary>
public sealed class SeededSchool : School
{
    protected override bool Jobs => false;

    protected override async Task Arrange() => Assert.True(await DemoSeeder.Seed(Services, 200, CancellationToken.None));
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
        Assert.Equal(6, await school.Read(db => db.Set<Person>().CountAsync(p => p.AvatarHash != null, Ct)));
        Assert.True(await school.Read(db => db.Enrolments.CountAsync(Ct)) > 200);
        Assert.True(await school.Read(db => db.Attempts.CountAsync(Ct)) > 200);
    }

    [Fact]
    public async Task Every_page_leads_to_the_mailbox_and_names_categories_in_the_readers_language()
    {
        using var visitor = school.Visitor("text/html");
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("el");
        var html = System.Net.WebUtility.HtmlDecode(await visitor.GetStringAsync("/catalogue", Ct));
        Assert.Contains("href=\"/demo/mail\"", html, StringComparison.Ordinal);
        Assert.Contains("Φαρμακολογία", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">Pharmacology<", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_seeding_changes_nothing()
    {
        var before = await school.Read(db => db.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM platform.audit_entries").SingleAsync(Ct));
        Assert.False(await DemoSeeder.Seed(school.Services, 200, Ct));
        Assert.Equal(before, await school.Read(db => db.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM platform.audit_entries").SingleAsync(Ct)));
    }

    [Fact]
    public async Task Some_essays_are_marked_and_some_wait()
    {
        Assert.True(await school.Read(db => db.Marks.CountAsync(m => m.Points == null, Ct)) >= 2);
        Assert.True(await school.Read(db => db.Marks.CountAsync(m => m.Points != null, Ct)) >= 10);
        var now = school.Clock.GetUtcNow();
        Assert.False(await school.Read(db => db.Marks.AnyAsync(m => m.MarkedAt > now || m.MarkedAt < m.HandedInAt, Ct)));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM assessment.attempts a WHERE (a.state = 'submitted') <> EXISTS (SELECT FROM assessment.marks m WHERE m.attempt_id = a.id AND m.points IS NULL)"));
    }

    [Fact]
    public async Task A_whole_course_of_the_next_term_shows_its_lessons_and_has_not_begun()
    {
        var next = DemoSchool.Read().Courses.Where(c => c.Course is { Whole: true, Term: "next" }).Select(c => c.Course.Slug).ToArray();
        Assert.NotEmpty(next);
        var sections = await school.Read(db => (from s in db.Sections join c in db.Courses on s.CourseId equals c.Id where next.Contains(c.Slug) select s).ToListAsync(Ct));
        Assert.Equal(next.Length, sections.Count);
        Assert.All(sections, s => Assert.Equal(SectionState.Planned, s.State));
        Assert.All(sections, s => Assert.True(s.StartsOn > DateOnly.FromDateTime(school.Clock.GetUtcNow().DateTime)));
        Guid[] ids = [.. sections.Select(s => s.Id)];
        Assert.Equal(next.Length, await school.Read(db => (from o in db.Outlines join l in db.Lessons on o.Id equals l.OutlineId where ids.Contains(o.SectionId!.Value) && l.IsPublished select o.Id).Distinct().CountAsync(Ct)));
        Assert.False(await school.Read(db => db.Enrolments.AnyAsync(e => ids.Contains(e.SectionId), Ct)));
    }

    [Fact]
    public async Task Nobody_learns_before_the_section_begins_or_in_more_than_three_at_once()
    {
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM learning.lesson_progress p JOIN academics.sections s ON s.id = p.section_id WHERE p.started_at < s.starts_on"));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM (SELECT FROM academics.enrolments e JOIN academics.sections s ON s.id = e.section_id WHERE s.term_id IS NOT NULL GROUP BY e.person_id, s.term_id HAVING count(*) > 3) t"));
    }

    [Fact]
    public async Task Nothing_in_the_history_lies_in_the_future()
    {
        var now = school.Clock.GetUtcNow();
        Assert.False(await school.Read(db => db.Enrolments.AnyAsync(e => e.RequestedAt > now || e.EndedAt > now, Ct)));
        Assert.False(await school.Read(db => db.Attempts.AnyAsync(a => a.SubmittedAt > now || a.StartedAt > a.SubmittedAt, Ct)));
    }
}

/// <summary>Links into a demo school keep leading to the same things after it was reset.</summary>
public sealed class DemoIdsTests(SeededSchool first, SeededAgain again) : IClassFixture<SeededSchool>, IClassFixture<SeededAgain>
{
    [Theory]
    [InlineData("academics.courses")]
    [InlineData("academics.sections")]
    [InlineData("academics.terms")]
    [InlineData("learning.units")]
    [InlineData("learning.lessons")]
    [InlineData("identity.people")]
    public async Task Two_seedings_give_the_same_ids(string table)
    {
        var sql = $"SELECT string_agg(id::text, ' ' ORDER BY id) FROM {table}";
        var ids = await first.Database.Value<string>(sql);
        Assert.NotNull(ids);
        Assert.Equal(ids, await again.Database.Value<string>(sql));
    }
}

/// <summary>The same, a second time.</summary>
public sealed class SeededAgain : School
{
    protected override bool Jobs => false;

    protected override async Task Arrange() => Assert.True(await DemoSeeder.Seed(Services, 200, CancellationToken.None));
}

/// <summary>A school of 1,300: two whole cohorts and a part of one.</summary>
public sealed class LargeSchool : School
{
    protected override bool Jobs => false;

    protected override async Task Arrange() => Assert.True(await DemoSeeder.Seed(Services, 1_300, CancellationToken.None));
}

public sealed class DemoCohortTests(LargeSchool school) : IClassFixture<LargeSchool>
{
    [Fact]
    public async Task As_many_learn_as_were_asked_for_and_everybody_has_a_history()
    {
        Assert.Equal(1_300L, await school.Database.Value<long>("SELECT count(*) FROM identity.role_assignments WHERE role = 'learner' AND ended_at IS NULL"));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM identity.role_assignments r JOIN identity.accounts a USING (person_id) WHERE a.email ~ '[0-9]@' AND NOT EXISTS (SELECT FROM academics.enrolments e WHERE e.person_id = r.person_id)"));
        Assert.True(await school.Database.Value<long>("SELECT count(*) FROM assessment.attempts") > 1_000);
    }

    [Fact]
    public async Task Each_cohort_has_a_section_with_lessons_and_its_seats_are_counted()
    {
        Assert.Equal(3L, await school.Database.Value<long>("SELECT count(*) FROM academics.sections WHERE code LIKE '%-g__'"));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM academics.sections s WHERE code LIKE '%-g__' AND NOT EXISTS (SELECT FROM learning.outlines o JOIN learning.lessons l ON l.outline_id = o.id WHERE o.section_id = s.id)"));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM academics.sections s WHERE seats_taken <> (SELECT count(*) FROM academics.enrolments e WHERE e.section_id = s.id AND state IN ('active', 'completed'))"));
        Assert.Equal(0L, await school.Database.Value<long>("SELECT count(*) FROM academics.sections s JOIN academics.terms t ON t.id = s.term_id WHERE t.state = 'closed' AND s.state <> 'closed'"));
    }
}

public sealed class DemoRefusalTests(School school) : IClassFixture<School>
{
    [Fact]
    public async Task Real_people_are_never_mixed_with_invented_ones()
    {
        await school.Person();
        var refused = await Assert.ThrowsAsync<ClusterRefusal>(() => DemoSeeder.Seed(school.Services, 200, TestContext.Current.CancellationToken));
        Assert.Equal("ops.demo.people", refused.Code);
        Assert.False(await school.Read(db => db.Read(HouseSettings.Demo, TestContext.Current.CancellationToken)));
    }
}

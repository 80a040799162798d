using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.Academics;

public sealed class ArchiveTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_course_is_archived_once_nobody_studies_in_it_and_those_who_wait_are_told()
    {
        var course = await school.Course();
        var section = await school.Capacity(course, 1);
        var inside = await Enrolled(section);
        var waiting = (await school.Person()).Id;
        await school.Try(Learner(waiting), new Enrol(section.Id, OrWait: true), Enrolling.Handle);

        var coordinator = await school.Person(Role.Coordinator);
        using var api = await school.Bearer(coordinator);
        using var browser = await school.Browser(coordinator);
        var before = await browser.GetStringAsync($"/admin/courses/{course.Slug}/archiving", Ct);
        Assert.Contains("Not yet: 1 learner studies in it.", before, StringComparison.Ordinal);
        Assert.Contains("1 person on a wait list is taken off it and told.", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Archive course", before, StringComparison.Ordinal);
        var refused = await api.PostAsync($"/api/v1/courses/{course.Slug}/archiving", null, Ct);
        Assert.Equal((HttpStatusCode.Conflict, "academics.course.has_learners"), (refused.StatusCode, await refused.Code()));

        await school.Do(new CompleteEnrolment(inside), EndingEnrolments.Complete);
        Assert.Contains("Archive course", await browser.GetStringAsync($"/admin/courses/{course.Slug}/archiving", Ct), StringComparison.Ordinal);
        var ready = await browser.GetStringAsync($"/admin/courses/{course.Slug}/archiving", Ct);
        var token = Regex.Match(ready, "name=\"__form\" value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        using var pressed = new FormUrlEncodedContent([new("id", course.Id.ToString()), new("__form", WebUtility.HtmlDecode(token))]);
        var answer = await browser.PostAsync($"/admin/courses/{course.Slug}/archive", pressed, Ct);
        Assert.Equal((HttpStatusCode.Redirect, $"/admin/courses/{course.Slug}/archiving"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains("Bring this course back?", await browser.GetStringAsync($"/admin/courses/{course.Slug}/archiving", Ct), StringComparison.Ordinal);

        Assert.Equal("archived", await State(course));
        Assert.Equal(EnrolmentState.Withdrawn, await school.Read(db => db.Enrolments.Where(e => e.PersonId == waiting).Select(e => e.State).SingleAsync(Ct)));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{waiting}' AND text_key = 'academics.wait.archived'"));
        Assert.Equal(EnrolmentState.Completed, await school.Read(db => db.Enrolments.Where(e => e.Id == inside).Select(e => e.State).SingleAsync(Ct)));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'academics.archive_course' AND entity_id = '{course.Id}'"));
    }

    [Fact]
    public async Task An_archived_course_is_in_no_catalogue_and_no_search_and_its_lists_ask_for_it()
    {
        var course = await school.Course("Palaeography of Thessaly");
        var section = await school.SectionOf(course);
        var teacher = await school.Person(Role.Instructor);
        await school.Do(new NameTeacher(section.Id, teacher.Id), NamingTeachers.Name);
        using var api = await school.Bearer(teacher);
        using var page = await school.Browser(teacher);
        using var visitor = school.Visitor();
        Assert.Contains("Thessaly", await page.GetStringAsync("/search?q=Palaeography", Ct), StringComparison.Ordinal);

        await school.Do(new ArchiveCourse(course.Id), ArchivingCourses.Archive);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/api/v1/courses/{course.Slug}", Ct)).StatusCode);
        Assert.Empty((await (await visitor.GetAsync("/api/v1/courses?q=Palaeography", Ct)).Body())["items"]!.AsArray());
        Assert.DoesNotContain($"/admin/courses/{course.Slug}", await page.GetStringAsync("/search?q=Palaeography", Ct), StringComparison.Ordinal);
        Assert.Empty((await (await api.GetAsync("/api/v1/teaching", Ct)).Body())["items"]!.AsArray());
        Assert.Equal("archived", (string)Assert.Single((await (await api.GetAsync("/api/v1/teaching?archived=true", Ct)).Body())["items"]!.AsArray())!["courseState"]!);
        Assert.DoesNotContain("Thessaly", await page.GetStringAsync("/teach", Ct), StringComparison.Ordinal);
        Assert.Contains("Thessaly", await page.GetStringAsync("/teach?archived=true", Ct), StringComparison.Ordinal);
        Assert.Contains("Thessaly", await page.GetStringAsync("/admin/courses?state=archived", Ct), StringComparison.Ordinal);
        Assert.Equal(course.Slug, (string)Assert.Single((await (await api.GetAsync("/api/v1/managed-courses?state=archived", Ct)).Body())["items"]!.AsArray())!["slug"]!);
        Assert.Empty((await (await api.GetAsync("/api/v1/managed-courses?state=draft", Ct)).Body())["items"]!.AsArray());
    }

    [Fact]
    public async Task It_comes_back_as_a_draft_and_is_published_only_when_nothing_is_missing()
    {
        var course = await school.Course();
        await school.Do(new ArchiveCourse(course.Id), ArchivingCourses.Archive);
        using var api = await school.SignedIn(Role.Coordinator);
        Assert.Equal("academics.course.archived", await (await api.PostAsync($"/api/v1/courses/{course.Slug}/publication", null, Ct)).Code());
        Assert.Equal("academics.course.archived", await (await api.PostAsync($"/api/v1/courses/{course.Slug}/withdrawal", null, Ct)).Code());

        await school.Do(new CloseSection((await school.SectionOf(course)).Id), ChangingSections.Close);
        Assert.Equal("academics.course.archived", (await school.Try(school.Everything, new OpenSection((await school.SectionOf(course)).Id), ChangingSections.Open)).Refusal?.Code);
        for (var i = 0; i < 2; i++) Assert.Equal("draft", (string)(await (await api.PostAsync($"/api/v1/courses/{course.Slug}/return", null, Ct)).Body())["state"]!);
        var gap = await api.PostAsync($"/api/v1/courses/{course.Slug}/publication", null, Ct);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "academics.course.not_ready"), (gap.StatusCode, await gap.Code()));

        await school.Do(new OpenSection((await school.SectionOf(course)).Id), ChangingSections.Open);
        Assert.Equal("published", (string)(await (await api.PostAsync($"/api/v1/courses/{course.Slug}/publication", null, Ct)).Body())["state"]!);
        // What is published is not brought back: nothing changes.
        Assert.Equal("published", (string)(await (await api.PostAsync($"/api/v1/courses/{course.Slug}/return", null, Ct)).Body())["state"]!);
    }

    [Fact(Timeout = 120_000)]
    public async Task Whoever_was_about_to_enrol_when_the_course_was_archived_is_refused()
    {
        foreach (var orWait in (bool[])[false, true])
        {
            var course = await school.Course();
            var section = await school.Capacity(course, 1);
            if (orWait) await school.Do(new CompleteEnrolment(await Enrolled(section)), EndingEnrolments.Complete);   // full, and nobody studies
            var late = (await school.Person()).Id;

            // The enrolment has seen the course published and waits for its section; meanwhile the course is archived.
            await using var other = await school.Database.Owner.OpenConnectionAsync(Ct);
            await using var held = await other.BeginTransactionAsync(Ct);
            await using (var hold = new NpgsqlCommand($"SELECT 1 FROM academics.sections WHERE id = '{section.Id}' FOR UPDATE", other, held)) await hold.ExecuteScalarAsync(Ct);
            var enrolling = school.Try(Learner(late), new Enrol(section.Id, OrWait: orWait), Enrolling.Handle);
            while (await Waiters() == 0) await Task.Delay(20, Ct);
            await school.Do(new ArchiveCourse(course.Id), ArchivingCourses.Archive);
            await held.RollbackAsync(Ct);

            Assert.Equal("academics.course.archived", (await enrolling).Refusal?.Code);
            Assert.Equal(0, await school.Read(db => db.Enrolments.CountAsync(e => e.PersonId == late, Ct)));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task An_archiving_that_meets_an_enrolment_under_way_waits_for_it_and_counts_it()
    {
        var course = await school.Course();
        var section = await school.SectionOf(course);
        var person = (await school.Person()).Id;
        await using var other = await school.Database.Owner.OpenConnectionAsync(Ct);
        await using var under = await other.BeginTransactionAsync(Ct);
        await using (var enrol = new NpgsqlCommand($"""
            INSERT INTO academics.enrolments (id, section_id, person_id, state, requested_at, activated_at) VALUES (gen_random_uuid(), '{section.Id}', '{person}', 'active', now(), now());
            UPDATE academics.sections SET seats_taken = 1 WHERE id = '{section.Id}'
            """, other, under)) await enrol.ExecuteNonQueryAsync(Ct);
        var archiving = school.Try(school.Everything, new ArchiveCourse(course.Id), ArchivingCourses.Archive);
        while (await Waiters() == 0)
        {
            Assert.False(archiving.IsCompleted, "archived beside an enrolment under way");
            await Task.Delay(20, Ct);
        }
        await under.CommitAsync(Ct);
        Assert.Equal("academics.course.has_learners", (await archiving).Refusal?.Code);
        Assert.Equal("published", await State(course));
    }

    [Fact]
    public async Task The_database_lets_no_section_and_no_learner_into_an_archived_course()
    {
        var course = await school.Course();
        var section = await school.SectionOf(course);
        var person = (await school.Person()).Id;
        await school.Do(new ArchiveCourse(course.Id), ArchivingCourses.Archive);
        await Refuses("enrolments_course_in_use", $"INSERT INTO academics.enrolments (id, section_id, person_id, state, requested_at, activated_at) VALUES (gen_random_uuid(), '{section.Id}', '{person}', 'active', now(), now())");
        await Refuses("sections_course_in_use", $"INSERT INTO academics.sections (id, course_id, code, seats_taken, state, created_at) VALUES (gen_random_uuid(), '{course.Id}', 'late', 0, 'open', now())");
        await Refuses("courses_transition", $"UPDATE academics.courses SET state = 'published' WHERE id = '{course.Id}'");
        using var api = await school.SignedIn(Role.Registrar);
        var answer = await api.PostAsJsonAsync($"/api/v1/courses/{course.Slug}/sections", new { section = new { code = "open" } }, Ct);
        Assert.Equal((HttpStatusCode.Conflict, "academics.course.archived"), (answer.StatusCode, await answer.Code()));
    }

    private Actor Learner(Guid person) => new(person, person, $"person:{person}", school.House.Contributions.PermissionsOf([]));

    private async Task<Guid> Enrolled(Section section) => (await school.Try(Learner((await school.Person()).Id), new Enrol(section.Id), Enrolling.Handle)).Value.Id;

    /// <summary>Whoever waits for a row holds its tuple in this database meanwhile.</summary>
    private Task<long> Waiters() => school.Database.Value<long>("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND l.locktype = 'tuple'");

    private Task<string?> State(CourseView course) => school.Database.Value<string>($"SELECT state FROM academics.courses WHERE id = '{course.Id}'");

    private async Task Refuses(string constraint, string sql) => Assert.Equal(constraint, (await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(sql))).ConstraintName);
}

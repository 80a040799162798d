using System.Net;
using System.Net.Http.Json;
using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.Academics;

public sealed class EnrolmentTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enrolling_twice_gives_the_same_place_once()
    {
        var section = await school.SectionOf(await school.Course());
        using var learner = await school.SignedIn();

        var first = await learner.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { }, Ct);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var second = await learner.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { }, Ct);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);

        var (one, two) = (await first.Body(), await second.Body());
        Assert.Equal((string)one["id"]!, (string)two["id"]!);
        Assert.Equal("active", (string)two["state"]!);
        Assert.Equal(1, (await school.Read(db => db.Sections.SingleAsync(s => s.Id == section.Id, Ct))).SeatsTaken);
        Assert.Equal(1, await Events(section.Id, EnrolmentActivated.Type));
    }

    [Fact(Timeout = 120_000)]
    public async Task One_hundred_who_come_at_once_for_the_last_seat_leave_with_one_seat()
    {
        var section = await school.Capacity(await school.Course(), 1);
        var people = new List<Guid>();
        for (var i = 0; i < 100; i++) people.Add((await school.Person()).Id);

        var gate = new TaskCompletionSource();
        var tries = people.Select(async person =>
        {
            await gate.Task;
            return await school.Try(Learner(person), new Enrol(section.Id), Enrolling.Handle);
        }).ToList();
        gate.SetResult();
        var results = await Task.WhenAll(tries);

        Assert.Single(results, r => r.Ok);
        // Each of the others is told the truth: full; not "somebody changed this, try again", which is what the row's version would say without the lock.
        Assert.Equal(["academics.enrolment.full"], results.Where(r => !r.Ok).Select(r => r.Refusal!.Code).Distinct());
        Assert.Equal(1, await school.Read(db => db.Enrolments.CountAsync(e => e.SectionId == section.Id, Ct)));
        Assert.Equal(1, (await school.Read(db => db.Sections.SingleAsync(s => s.Id == section.Id, Ct))).SeatsTaken);
    }

    [Fact]
    public async Task Leaving_frees_the_seat_and_coming_back_revives_the_same_enrolment()
    {
        var course = await school.Course();
        var section = await school.Capacity(course, 1);
        using var first = await school.SignedIn();
        using var second = await school.SignedIn();
        var id = (string)(await (await first.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { }, Ct)).Body())["id"]!;

        var full = await second.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { }, Ct);
        Assert.Equal(HttpStatusCode.Conflict, full.StatusCode);
        Assert.Equal("academics.enrolment.full", await full.Code());

        Assert.Equal(HttpStatusCode.NotFound, (await second.PostAsync($"/api/v1/enrolments/{id}/drop", null, Ct)).StatusCode);
        Assert.Equal("dropped", (string)(await (await first.PostAsync($"/api/v1/enrolments/{id}/drop", null, Ct)).Body())["state"]!);
        Assert.Equal(HttpStatusCode.OK, (await first.PostAsync($"/api/v1/enrolments/{id}/drop", null, Ct)).StatusCode);

        var again = await first.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { }, Ct);
        Assert.Equal(id, (string)(await again.Body())["id"]!);
        Assert.Equal(2, await Events(section.Id, EnrolmentActivated.Type));
        Assert.Equal(1, await Events(section.Id, EnrolmentEnded.Type));
    }

    [Fact]
    public async Task A_term_is_enrolled_in_only_while_it_and_its_window_are_open()
    {
        var term = await school.Term();
        var section = await school.SectionOf(await school.Course(term: term.Id));
        await school.Do(new OpenSection(section.Id), ChangingSections.Open);
        var person = await school.Person();

        Assert.Equal("academics.term.not_open", await Refused(person, section));
        await school.Do(new OpenTerm(term.Id), MovingTerms.Open);
        var enrolled = (await school.Try(Learner(person.Id), new Enrol(section.Id), Enrolling.Handle)).Value;

        school.Clock.Advance(TimeSpan.FromDays(10));
        try
        {
            var late = await school.Person();
            Assert.Equal("academics.term.window_closed", await Refused(late, section));
            // Whoever is in already hears so again, not that it is too late.
            Assert.Equal(enrolled.Id, (await school.Try(Learner(person.Id), new Enrol(section.Id), Enrolling.Handle)).Value.Id);

            await school.Do(new CloseTerm(term.Id), MovingTerms.Close);
            Assert.Equal("academics.term.closed", await Refused(late, section));
            Assert.Equal("academics.term.closed", (await school.Try(Learner(person.Id), new Drop(enrolled.Id), EndingEnrolments.Drop)).Refusal?.Code);
            Assert.Equal("academics.term.closed", (await school.Try(school.Everything, new Withdraw(enrolled.Id), EndingEnrolments.Withdraw)).Refusal?.Code);
            Assert.Equal("academics.term.only_forward", (await school.Try(school.Everything, new OpenTerm(term.Id), MovingTerms.Open)).Refusal?.Code);
            Assert.Equal(EnrolmentState.Completed, (await school.Do(new CompleteEnrolment(enrolled.Id), EndingEnrolments.Complete)).State);
        }
        finally
        {
            school.Clock.Advance(TimeSpan.FromDays(-10));
        }
    }

    [Fact]
    public async Task The_database_says_no_where_the_code_was_passed_by()
    {
        var term = await school.Term();
        var section = await school.SectionOf(await school.Course(term: term.Id));
        var person = await school.Person();
        var row = $"INSERT INTO academics.enrolments (id, section_id, person_id, state, requested_at, activated_at) VALUES ('{Guid.CreateVersion7()}', '{section.Id}', '{person.Id}', 'active', now(), now())";
        Assert.Equal("enrolments_term_open", await Constraint(row));

        var open = await school.SectionOf(await school.Course());
        Assert.Equal("sections_seats_counted", await Constraint(row.Replace(section.Id.ToString(), open.Id.ToString(), StringComparison.Ordinal)));
        Assert.Equal("sections_seats_counted", await Constraint($"UPDATE academics.sections SET seats_taken = 5 WHERE id = '{open.Id}'"));

        var enrolled = (await school.Try(Learner(person.Id), new Enrol(open.Id), Enrolling.Handle)).Value;
        await school.Do(new CompleteEnrolment(enrolled.Id), EndingEnrolments.Complete);
        Assert.Equal("enrolments_transition", await Constraint($"UPDATE academics.enrolments SET state = 'active' WHERE id = '{enrolled.Id}'"));
        Assert.Equal("terms_transition", await Constraint($"UPDATE academics.terms SET state = 'closed' WHERE id = '{term.Id}'"));
    }

    [Fact]
    public async Task Only_the_registry_enrols_and_withdraws_others()
    {
        var section = await school.SectionOf(await school.Course());
        var other = await school.Person();
        using var learner = await school.SignedIn();
        using var registrar = await school.SignedIn(Role.Registrar);

        var refused = await learner.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { personId = other.Id }, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var made = await registrar.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { personId = other.Id }, Ct);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (string)(await made.Body())["id"]!;

        Assert.Equal(HttpStatusCode.NotFound, (await learner.GetAsync($"/api/v1/enrolments/{id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.PostAsync($"/api/v1/enrolments/{id}/withdrawal", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.GetAsync($"/api/v1/sections/{section.Id}/enrolments", Ct)).StatusCode);
        var roster = await (await registrar.GetAsync($"/api/v1/sections/{section.Id}/enrolments", Ct)).Body();
        Assert.Equal(other.Name, (string)roster["items"]![0]!["name"]!);
        Assert.Equal("withdrawn", (string)(await (await registrar.PostAsync($"/api/v1/enrolments/{id}/withdrawal", null, Ct)).Body())["state"]!);
        using var unknown = await registrar.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { personId = Guid.CreateVersion7() }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
    }

    [Fact]
    public async Task An_instructor_sees_the_roster_of_the_sections_they_teach_and_no_other()
    {
        var (taught, other) = (await school.SectionOf(await school.Course()), await school.SectionOf(await school.Course()));
        var person = await school.Person(Role.Instructor);
        await school.Do(new NameTeacher(taught.Id, person.Id), NamingTeachers.Name);
        using var instructor = await school.Bearer(person);
        Assert.Equal(HttpStatusCode.OK, (await instructor.GetAsync($"/api/v1/sections/{taught.Id}/enrolments", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await instructor.GetAsync($"/api/v1/sections/{other.Id}/enrolments", Ct)).StatusCode);
        var teaching = await (await instructor.GetAsync("/api/v1/teaching", Ct)).Body();
        Assert.Equal(taught.Id.ToString(), (string)Assert.Single(teaching["items"]!.AsArray())!["id"]!);
        Assert.Equal("academics.section.last_instructor", (await school.Try(school.Everything, new RemoveTeacher(taught.Id, person.Id), NamingTeachers.Remove)).Refusal?.Code);
    }

    [Fact]
    public async Task A_capacity_under_the_seats_taken_and_an_old_version_are_refused()
    {
        var section = await school.SectionOf(await school.Course());
        for (var i = 0; i < 2; i++) await school.Try(Learner((await school.Person()).Id), new Enrol(section.Id), Enrolling.Handle);
        using var registrar = await school.SignedIn(Role.Registrar);

        var small = await registrar.PutAsJsonAsync($"/api/v1/sections/{section.Id}", new { code = "open", capacity = 1 }, Ct);
        Assert.Equal("academics.section.capacity_under_seats", await small.Code());
        registrar.DefaultRequestHeaders.Add("If-Match", "\"1\"");
        var stale = await registrar.PutAsJsonAsync($"/api/v1/sections/{section.Id}", new { code = "open", capacity = 10 }, Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    private Actor Learner(Guid person) => new(person, person, $"person:{person}", school.House.Contributions.PermissionsOf([]));

    private async Task<string?> Refused(TestPerson person, Section section) =>
        (await school.Try(Learner(person.Id), new Enrol(section.Id), Enrolling.Handle)).Refusal?.Code;

    private Task<int> Events(Guid section, string type) => school.Read(db => db.Database
        .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM platform.outbox WHERE type = {type} AND payload ->> 'sectionId' = {section.ToString()}").SingleAsync(Ct));

    private async Task<string?> Constraint(string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(sql))).ConstraintName;
}

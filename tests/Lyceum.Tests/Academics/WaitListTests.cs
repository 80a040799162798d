using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Lyceum.Tests.HouseRules.Matrix;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.Academics;

public sealed class WaitListTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_section_is_waited_for_and_the_next_one_gets_the_seat_and_is_told()
    {
        var section = await school.Capacity(await school.Course(), 1);
        var inside = await Enrolled(section);
        using var first = await school.SignedIn();
        using var second = await school.SignedIn();
        var refused = await first.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { }, Ct);
        Assert.Equal("academics.enrolment.full", await refused.Code());

        var one = await Wait(first, section);
        Assert.Equal(("waitlisted", 1), ((string)one["state"]!, (int)one["waitingPlace"]!));
        Assert.Equal(2, (int)(await Wait(second, section))["waitingPlace"]!);
        Assert.Equal(1, (int)(await Wait(first, section))["waitingPlace"]!);   // asked again: the same turn
        Assert.Equal(1, (await Now(section)).SeatsTaken);

        await school.Try(Learner(inside.Person), new Drop(inside.Enrolment), EndingEnrolments.Drop);
        var now = await (await first.GetAsync($"/api/v1/enrolments/{one["id"]}", Ct)).Body();
        Assert.Equal(("active", true), ((string)now["state"]!, now["waitingPlace"] is null));
        Assert.Equal(1, (await Now(section)).SeatsTaken);
        Assert.Equal(1, (int)(await (await second.GetAsync("/api/v1/enrolments", Ct)).Body())["items"]![0]!["waitingPlace"]!);
        Assert.Equal(1, await Told((string)one["personId"]!));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.outbox WHERE type = '{EnrolmentActivated.Type}' AND payload ->> 'enrolmentId' = '{one["id"]}'"));
    }

    [Fact]
    public async Task Leaving_the_list_moves_those_behind_up_and_coming_back_stands_at_the_end()
    {
        var section = await school.Capacity(await school.Course(), 1);
        await Enrolled(section);
        var clients = new List<HttpClient>();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await school.SignedIn());
            ids.Add((string)(await Wait(clients[i], section))["id"]!);
        }
        Assert.Equal("dropped", (string)(await (await clients[0].PostAsync($"/api/v1/enrolments/{ids[0]}/drop", null, Ct)).Body())["state"]!);
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM platform.outbox WHERE payload ->> 'enrolmentId' = '{ids[0]}'"));
        using var registrar = await school.SignedIn(Role.Registrar);
        Assert.Equal([ids[1], ids[2]], await List(registrar, section));
        await Wait(clients[0], section);
        Assert.Equal([ids[1], ids[2], ids[0]], await List(registrar, section, limit: 2));
        await (await registrar.PostAsync($"/api/v1/enrolments/{ids[1]}/withdrawal", null, Ct)).Body();
        Assert.Equal([ids[2], ids[0]], await List(registrar, section));
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task More_places_go_to_those_who_wait_in_their_order()
    {
        var course = await school.Course();
        var section = await school.Capacity(course, 1);
        await Enrolled(section);
        var waiting = new List<Guid>();
        for (var i = 0; i < 5; i++) waiting.Add((await Waiting(section)).Person);
        await school.Capacity(course, 4);
        Assert.Equal(waiting[..3], await Active(section, waiting));
        await school.Capacity(course, 4);
        Assert.Equal(4, (await Now(section)).SeatsTaken);
    }

    /// <summary>Fifty who leave, fifty who come and fifty who wait, all at once: no seat too many, none left over, and nobody overtakes.</summary>
    [Fact(Timeout = 240_000)]
    public async Task Whoever_leaves_and_comes_at_once_no_seat_is_given_twice_and_nobody_overtakes()
    {
        var section = await school.Capacity(await school.Course(), 50);
        var inside = new List<(Guid Person, Guid Enrolment)>();
        for (var i = 0; i < 50; i++) inside.Add(await Enrolled(section));
        var before = new List<Guid>();
        for (var i = 0; i < 30; i++) before.Add((await Waiting(section)).Person);
        var newcomers = new List<Guid>();
        for (var i = 0; i < 50; i++) newcomers.Add((await school.Person()).Id);

        var gate = new TaskCompletionSource();
        var most = 0;
        using var stop = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) most = Math.Max(most, await school.Database.Value<int>($"SELECT seats_taken FROM academics.sections WHERE id = '{section.Id}'"));
        }, Ct);
        var leave = inside.Select(async (e, i) =>
        {
            await gate.Task;
            return i % 2 == 0 ? await school.Try(Learner(e.Person), new Drop(e.Enrolment), EndingEnrolments.Drop) : await school.Try(school.Everything, new Withdraw(e.Enrolment), EndingEnrolments.Withdraw);
        });
        var come = newcomers.Select(async (p, i) =>
        {
            await gate.Task;
            return await school.Try(Learner(p), new Enrol(section.Id, OrWait: i % 2 == 0), Enrolling.Handle);
        });
        var (left, came) = (leave.ToList(), come.ToList());
        gate.SetResult();
        Assert.All(await Task.WhenAll(left), r => Assert.True(r.Ok, r.Refusal?.Code));
        var arrived = await Task.WhenAll(came);
        await stop.CancelAsync();
        await watch;

        Assert.Equal(["academics.enrolment.full"], arrived.Where(r => !r.Ok).Select(r => r.Refusal!.Code).Distinct().DefaultIfEmpty("academics.enrolment.full"));
        Assert.True(most <= 50, $"{most} seats taken at once");
        // Everybody who waited before anybody left has moved up: fifty seats came free for thirty of them.
        Assert.Equal(before, await Active(section, before));
        var taken = (await Now(section)).SeatsTaken;
        var waiting = await school.Database.Value<long>($"SELECT count(*) FROM academics.enrolments WHERE section_id = '{section.Id}' AND state = 'waitlisted'");
        Assert.Equal(taken, await school.Database.Value<long>($"SELECT count(*) FROM academics.enrolments WHERE section_id = '{section.Id}' AND state = 'active'"));
        Assert.True(taken == 50 || waiting == 0, $"{taken} of 50 seats are taken and {waiting} people wait");
        // Each was activated once, and told once.
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM (SELECT 1 FROM platform.outbox WHERE type = '{EnrolmentActivated.Type}' AND payload ->> 'sectionId' = '{section.Id}' GROUP BY payload ->> 'enrolmentId' HAVING count(*) > 1) x"));
        foreach (var person in before) Assert.Equal(1, await Told(person.ToString()));
    }

    /// <summary>One seat changes hands fifty times at once: it is passed down the list one by one, in order.</summary>
    [Fact(Timeout = 240_000)]
    public async Task A_single_seat_is_passed_down_the_list_in_order()
    {
        var section = await school.Capacity(await school.Course(), 1);
        var inside = await Enrolled(section);
        var waiting = new List<(Guid Person, Guid Enrolment)>();
        for (var i = 0; i < 10; i++) waiting.Add(await Waiting(section));
        var leaving = new Queue<(Guid Person, Guid Enrolment)>([inside, .. waiting]);
        foreach (var next in waiting)
        {
            var out1 = leaving.Dequeue();
            // Twice at the same moment: the second changes nothing.
            await Task.WhenAll(school.Try(Learner(out1.Person), new Drop(out1.Enrolment), EndingEnrolments.Drop), school.Try(Learner(out1.Person), new Drop(out1.Enrolment), EndingEnrolments.Drop));
            Assert.Equal([next.Person], await Active(section, [.. waiting.Select(w => w.Person)]));
        }
    }

    [Fact]
    public async Task Nobody_moves_up_after_the_window_has_closed_and_all_do_when_it_opens_again()
    {
        var term = await school.Term();
        var section = await school.Capacity(await school.Course(term: term.Id), 1);
        await school.Do(new OpenSection(section.Id), ChangingSections.Open);
        await school.Do(new OpenTerm(term.Id), MovingTerms.Open);
        var inside = await Enrolled(section);
        var waiting = await Waiting(section);
        var clock = Actor.System(WaitListClock.Kind, AcademicsPermissions.ManageEnrolments);

        school.Clock.Advance(TimeSpan.FromDays(10));
        try
        {
            Assert.Equal("academics.term.window_closed", (await school.Try(Learner((await school.Person()).Id), new Enrol(section.Id, OrWait: true), Enrolling.Handle)).Refusal?.Code);
            await school.Try(Learner(inside.Person), new Drop(inside.Enrolment), EndingEnrolments.Drop);
            await school.Try(clock, new MoveUpWaitList(section.Id), WaitList.Handle);
            Assert.Equal(0, (await Now(section)).SeatsTaken);
            Assert.Equal("waitlisted", await school.Database.Value<string>($"SELECT state FROM academics.enrolments WHERE id = '{waiting.Enrolment}'"));
        }
        finally
        {
            school.Clock.Advance(TimeSpan.FromDays(-10));
        }
        // Within the window again: a newcomer does not overtake, and the clock gives the seat to whoever waited.
        Assert.Equal("waitlisted", (await school.Try(Learner((await school.Person()).Id), new Enrol(section.Id, OrWait: true), Enrolling.Handle)).Value.State.ToString().ToLowerInvariant());
        Assert.Equal([waiting.Person], await Active(section, [waiting.Person]));
    }

    [Fact]
    public async Task The_database_keeps_the_order_of_the_list()
    {
        var section = await school.Capacity(await school.Course(), 2);
        await Enrolled(section);
        await Enrolled(section);
        var (first, second) = (await Waiting(section), await Waiting(section));
        await Refuses("enrolments_waiting_has_place", $"UPDATE academics.enrolments SET waiting_number = NULL WHERE id = '{first.Enrolment}'");
        await Refuses("enrolments_wait_list", $"UPDATE academics.enrolments SET waiting_number = 1 WHERE id = '{second.Enrolment}'");
        await Refuses("enrolments_transition", $"UPDATE academics.enrolments SET state = 'completed', ended_at = now(), waiting_at = NULL, waiting_number = NULL WHERE id = '{second.Enrolment}'");
        await Refuses("enrolments_in_order", $"""
            UPDATE academics.sections SET capacity = 3, seats_taken = 3 WHERE id = '{section.Id}';
            UPDATE academics.enrolments SET state = 'active', activated_at = now(), waiting_at = NULL, waiting_number = NULL WHERE id = '{second.Enrolment}'
            """);
        var stranger = await school.Person();
        await Refuses("enrolments_in_order", $"""
            UPDATE academics.sections SET capacity = 3, seats_taken = 3 WHERE id = '{section.Id}';
            INSERT INTO academics.enrolments (id, section_id, person_id, state, requested_at, activated_at) VALUES ('{Guid.CreateVersion7()}', '{section.Id}', '{stranger.Id}', 'active', now(), now())
            """);
    }

    [Fact]
    public async Task The_course_page_offers_the_list_and_the_roster_shows_it()
    {
        var course = await school.Course();
        var section = await school.Capacity(course, 1);
        var inside = await Enrolled(section);
        var person = await school.Person();
        var browser = await Browsing.Open(await school.Browser(person), $"/catalogue/{course.Slug}");
        var page = await browser.Client.GetStringAsync($"/catalogue/{course.Slug}", Ct);
        Assert.Contains("Join the wait list", page, StringComparison.Ordinal);
        using var joined = await browser.Client.PostAsync($"/catalogue/{course.Slug}/wait", new FormUrlEncodedContent([new("section", section.Id.ToString()), new("__form", browser.Token)]), Ct);
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Contains("You are number 1 on the wait list", await browser.Client.GetStringAsync($"/catalogue/{course.Slug}", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Client.GetAsync($"/courses/{course.Slug}/{section.Code}", Ct)).StatusCode);

        var teacher = await school.Person(Role.Instructor);
        await school.Do(new NameTeacher(section.Id, teacher.Id), NamingTeachers.Name);
        using var teaching = await school.Browser(teacher);
        var roster = await teaching.GetStringAsync($"/teach/{course.Slug}/{section.Code}/roster", Ct);
        Assert.Contains("1 person waits for a place", roster, StringComparison.Ordinal);
        Assert.Contains(person.Name, roster, StringComparison.Ordinal);

        await school.Try(Learner(inside.Person), new Drop(inside.Enrolment), EndingEnrolments.Drop);
        Assert.Contains("came free, and it is yours", await browser.Client.GetStringAsync("/notifications", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync($"/courses/{course.Slug}/{section.Code}", Ct)).StatusCode);
    }

    private Actor Learner(Guid person) => new(person, person, $"person:{person}", school.House.Contributions.PermissionsOf([]));

    private async Task<(Guid Person, Guid Enrolment)> Enrolled(Section section)
    {
        var person = (await school.Person()).Id;
        return (person, (await school.Try(Learner(person), new Enrol(section.Id), Enrolling.Handle)).Value.Id);
    }

    private async Task<(Guid Person, Guid Enrolment)> Waiting(Section section)
    {
        var person = (await school.Person()).Id;
        var waiting = (await school.Try(Learner(person), new Enrol(section.Id, OrWait: true), Enrolling.Handle)).Value;
        Assert.Equal(EnrolmentState.Waitlisted, waiting.State);
        return (person, waiting.Id);
    }

    private static async Task<JsonObject> Wait(HttpClient client, Section section) => await (await client.PostAsJsonAsync($"/api/v1/sections/{section.Id}/enrolments", new { orWait = true }, Ct)).Body();

    private static async Task<List<string>> List(HttpClient client, Section section, int limit = 20)
    {
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = await (await client.GetAsync($"/api/v1/sections/{section.Id}/wait-list?limit={limit}{cursor}", Ct)).Body();
            Assert.Equal(Enumerable.Range(ids.Count + 1, page["items"]!.AsArray().Count), page["items"]!.AsArray().Select(i => (int)i!["place"]!));
            ids.AddRange(page["items"]!.AsArray().Select(i => (string)i!["enrolmentId"]!));
            cursor = page["next"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        return ids;
    }

    /// <summary>Those of these people who are active, in the order given.</summary>
    private async Task<List<Guid>> Active(Section section, IReadOnlyList<Guid> of)
    {
        var active = await school.Read(db => db.Enrolments.Where(e => e.SectionId == section.Id && e.State == EnrolmentState.Active).Select(e => e.PersonId).ToListAsync(Ct));
        return [.. of.Where(active.Contains)];
    }

    private Task<Section> Now(Section section) => school.Read(db => db.Sections.SingleAsync(s => s.Id == section.Id, Ct));

    /// <summary>How often somebody was told that it is their turn: in the inbox, and as often by mail.</summary>
    private async Task<long> Told(string person)
    {
        var notices = await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person}' AND text_key = 'academics.wait.moved-up'");
        Assert.Equal(notices, await school.Database.Value<long>($"SELECT count(*) FROM platform.mails WHERE to_person = '{person}' AND template = 'academics.mail.moved-up'"));
        return notices;
    }

    private async Task Refuses(string constraint, string sql) => Assert.Equal(constraint, (await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(sql))).ConstraintName);
}

using System.Net;
using System.Net.Http.Json;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Learning;

public sealed class OutlineTests(ProgressTests.Quiet school) : IClassFixture<ProgressTests.Quiet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_stay_without_gaps_however_many_move_at_once()
    {
        var room = await school.Classroom(8);
        var second = await school.Do(new AddUnit(room.Course.Slug, "Second"), AddingUnits.Handle);
        var teacher = school.ActorOf(room.Teacher, Role.Instructor);

        var moves = Enumerable.Range(0, 30).Select(i =>
            school.Try(teacher, new MoveLesson(room.Master[i % 8], i % 3 == 0 ? second.Id : room.Unit, i % 5 + 1), MovingLessons.Handle));
        var answers = await Task.WhenAll(moves).WaitAsync(TimeSpan.FromSeconds(120), Ct);

        Assert.All(answers, a => Assert.True(a.Ok, a.Refusal?.Code));
        foreach (var unit in (Guid[])[room.Unit, second.Id])
        {
            var places = await school.Read(db => db.Lessons.Where(l => l.UnitId == unit).OrderBy(l => l.Position).Select(l => l.Position).ToListAsync(Ct));
            Assert.Equal(Enumerable.Range(1, places.Count), places);
        }
        Assert.Equal(8, await school.Read(db => db.Lessons.CountAsync(l => l.UnitId == room.Unit || l.UnitId == second.Id, Ct)));
    }

    [Fact]
    public async Task Another_teacher_and_a_learner_find_no_outline_to_write()
    {
        var room = await school.Classroom(1);
        using var stranger = await school.SignedIn(Role.Instructor);
        using var learner = await school.Bearer(await school.Learner(room));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri($"/api/v1/courses/{room.Course.Slug}/outline", UriKind.Relative), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PutAsJsonAsync($"/api/v1/lessons/{room.Master[0]}/body", new { body = "mine" }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.PutAsJsonAsync($"/api/v1/lessons/{room.Master[0]}/body", new { body = "mine" }, Ct)).StatusCode);
        Assert.DoesNotContain("mine", await school.Read(db => db.Lessons.Where(l => l.Id == room.Master[0]).Select(l => l.Body).SingleAsync(Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_writes_over_http_and_a_stale_version_is_refused()
    {
        var room = await school.Classroom(1);
        using var teacher = await school.Bearer(room.Teacher);
        var outline = await (await teacher.GetAsync(new Uri($"/api/v1/courses/{room.Course.Slug}/outline", UriKind.Relative), Ct)).Body();
        var version = (int)outline["units"]![0]!["lessons"]![0]!["version"]!;

        using var change = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/lessons/{room.Master[0]}/body") { Content = JsonContent.Create(new { body = "new" }), Headers = { { "If-Match", $"\"{version}\"" } } };
        Assert.Equal(HttpStatusCode.OK, (await teacher.SendAsync(change, Ct)).StatusCode);
        using var late = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/lessons/{room.Master[0]}/body") { Content = JsonContent.Create(new { body = "late" }), Headers = { { "If-Match", $"\"{version}\"" } } };
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await teacher.SendAsync(late, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_lesson_that_lacks_something_is_not_published()
    {
        var room = await school.Classroom(0);
        var lesson = await school.Do(new AddLesson(room.Unit, "text", "Empty", 5), AddingLessons.Handle);
        var refused = await school.Try(school.Everything, new PublishLesson(lesson.Id), PublishingLessons.Handle);
        Assert.Equal("learning.missing.text", refused.Refusal?.Fields[0].Code);
        await school.Do(new WriteLesson(lesson.Id, "![](file:a.png)"), WritingLessons.Handle);
        refused = await school.Try(school.Everything, new PublishLesson(lesson.Id), PublishingLessons.Handle);
        Assert.Equal("learning.missing.picture_words", refused.Refusal?.Fields[0].Code);
    }

    [Fact]
    public async Task Bringing_a_section_up_to_date_adds_changes_and_keeps_what_learners_have_begun()
    {
        var room = await school.Classroom(3);
        var person = await school.Learner(room);
        var actor = school.ActorOf(person);
        Assert.True((await school.Try(actor, new CompleteLesson(room.Lessons[0], 1), CompletingLessons.Handle)).Ok);

        await school.Do(new UnpublishLesson(room.Master[0]), UnpublishingLessons.Handle);   // begun: stays
        await school.Do(new UnpublishLesson(room.Master[1]), UnpublishingLessons.Handle);   // not begun: goes
        await school.Do(new WriteLesson(room.Master[2], "Better words."), WritingLessons.Handle);
        await school.Lesson(room.Unit, "Fourth");
        var carried = await school.Do(new UpdateSectionOutline(room.Section.Id), UpdatingSectionOutlines.Handle);

        Assert.Equal(new OutlineCarried(1, 1, 1), carried);
        var lessons = await school.LessonsOf(room.Section);
        Assert.Equal(3, lessons.Count);
        Assert.Contains(room.Lessons[0], lessons);
        Assert.DoesNotContain(room.Lessons[1], lessons);
        var progress = await school.Read(db => db.SectionProgress.SingleAsync(p => p.PersonId == person.Id, Ct));
        Assert.Equal((1, 3), (progress.Completed, progress.Total));
        Assert.Equal(new OutlineCarried(0, 0, 0), await school.Do(new UpdateSectionOutline(room.Section.Id), UpdatingSectionOutlines.Handle));
    }

    [Fact]
    public async Task A_completion_while_the_outline_is_carried_over_is_not_lost()
    {
        var room = await school.Classroom(6);
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => school.Learner(room)));
        await school.Lesson(room.Unit, "One more");
        var completions = people.SelectMany(p => room.Lessons.Select(l => school.Try(school.ActorOf(p), new CompleteLesson(l, 1), CompletingLessons.Handle)));
        var carries = Enumerable.Range(0, 4).Select(_ => school.Try(school.Everything, new UpdateSectionOutline(room.Section.Id), UpdatingSectionOutlines.Handle));
        await Task.WhenAll([.. completions, .. carries.Select(async c => await c)]).WaitAsync(TimeSpan.FromSeconds(120), Ct);

        var rows = await school.Read(db => db.SectionProgress.Where(p => p.SectionId == room.Section.Id).ToListAsync(Ct));
        Assert.All(rows, r => Assert.Equal((6, 7), (r.Completed, r.Total)));
        Assert.Equal(6, rows.Count);
    }

    [Fact]
    public async Task A_lesson_in_use_and_a_unit_with_lessons_stay()
    {
        var room = await school.Classroom(2);
        Assert.Equal("learning.outline.lesson_in_use", (await school.Try(school.Everything, new RemoveLesson(room.Master[0]), RemovingLessons.Handle)).Refusal?.Code);
        Assert.Equal("learning.outline.unit_has_lessons", (await school.Try(school.Everything, new RemoveUnit(room.Unit, null), RemovingUnits.Handle)).Refusal?.Code);
        var heir = await school.Do(new AddUnit(room.Course.Slug, "Heir"), AddingUnits.Handle);
        await school.Do(new RemoveUnit(room.Unit, heir.Id), RemovingUnits.Handle);
        Assert.Equal(2, await school.Read(db => db.Lessons.CountAsync(l => l.UnitId == heir.Id, Ct)));
    }
}

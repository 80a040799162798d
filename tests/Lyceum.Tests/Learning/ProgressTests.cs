using System.Net;
using System.Net.Http.Json;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.Learning;

public sealed class ProgressTests(ProgressTests.Quiet school) : IClassFixture<ProgressTests.Quiet>
{
    public sealed class Quiet : School
    {
        protected override bool Jobs => false;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri At(string address) => new(address, UriKind.Relative);

    [Fact]
    public async Task A_learner_sees_the_plan_opens_a_lesson_and_finishes_it()
    {
        var room = await school.Classroom(2);
        using var learner = await school.Bearer(await school.Learner(room));

        var home = await (await learner.GetAsync(At(room.Plan), Ct)).Body();
        Assert.Equal((0, 2), ((int)home["completed"]!, (int)home["total"]!));
        Assert.Equal(room.Lessons[0].ToString(), (string)home["next"]!["lesson"]!["id"]!);

        var lesson = await (await learner.GetAsync(At($"/api/v1/lessons/{room.Lessons[0]}"), Ct)).Body();
        Assert.Contains("<strong>text</strong>", (string)lesson["html"]!, StringComparison.Ordinal);
        Assert.Equal(room.Lessons[1].ToString(), (string)lesson["next"]!["id"]!);

        var done = await (await learner.PostAsJsonAsync($"/api/v1/lessons/{room.Lessons[0]}/completion", new { seconds = 5 }, Ct)).Body();
        Assert.Equal(("completed", 1, 2), ((string)done["state"]!, (int)done["completed"]!, (int)done["total"]!));
        home = await (await learner.GetAsync(At(room.Plan), Ct)).Body();
        Assert.Equal(room.Lessons[1].ToString(), (string)home["next"]!["lesson"]!["id"]!);
        var mine = await (await learner.GetAsync(At("/api/v1/my/courses"), Ct)).Body();
        Assert.Equal(1, (int)mine["items"]![0]!["completed"]!);
    }

    [Fact]
    public async Task Forty_messages_that_complete_the_same_lesson_count_it_once()
    {
        var room = await school.Classroom(3);
        var person = await school.Learner(room);
        using var learner = await school.Bearer(person);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => learner.PostAsJsonAsync($"/api/v1/lessons/{room.Lessons[i % 2]}/completion", new { seconds = 1 }, Ct)))
            .WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var progress = await school.Read(db => db.SectionProgress.SingleAsync(p => p.PersonId == person.Id, Ct));
        Assert.Equal((2, 3), (progress.Completed, progress.Total));
        Assert.Equal(2, await school.Read(db => db.LessonProgress.CountAsync(p => p.PersonId == person.Id, Ct)));
    }

    [Fact]
    public async Task The_last_lesson_finishes_the_section_once()
    {
        var room = await school.Classroom(2);
        var person = await school.Learner(room);
        using var learner = await school.Bearer(person);
        foreach (var lesson in room.Lessons) await learner.PostAsJsonAsync($"/api/v1/lessons/{lesson}/completion", new { seconds = 1 }, Ct);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => learner.PostAsJsonAsync($"/api/v1/lessons/{room.Lessons[1]}/completion", new { seconds = 1 }, Ct))).WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.outbox WHERE type = 'learning.section.finished.v1' AND aggregate_id = '{room.Section.Id}'"));
    }

    [Fact]
    public async Task A_lesson_of_a_section_one_is_not_in_is_not_there()
    {
        var (mine, other) = (await school.Classroom(1), await school.Classroom(1));
        using var learner = await school.Bearer(await school.Learner(mine));

        foreach (var lesson in (Guid[])[other.Lessons[0], mine.Master[0], Guid.CreateVersion7()])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await learner.GetAsync(At($"/api/v1/lessons/{lesson}"), Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await learner.PostAsJsonAsync($"/api/v1/lessons/{lesson}/completion", new { seconds = 1 }, Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await learner.PostAsJsonAsync($"/api/v1/lessons/{lesson}/study", new { seconds = 1, position = 5 }, Ct)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await learner.GetAsync(At(other.Plan), Ct)).StatusCode);
        Assert.Equal(0, await school.Read(db => db.LessonProgress.CountAsync(p => p.LessonId == other.Lessons[0], Ct)));
    }

    [Fact]
    public async Task Time_counts_only_as_far_as_the_servers_clock_confirms_it()
    {
        var room = await school.Classroom(1);
        using var learner = await school.Bearer(await school.Learner(room));
        async Task<int> Say(int seconds) => (int)(await (await learner.PostAsJsonAsync($"/api/v1/lessons/{room.Lessons[0]}/study", new { seconds, position = 400 }, Ct)).Body())["seconds"]!;

        Assert.Equal(0, await Say(3600));
        school.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(30, await Say(3600));
        school.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(30 + LessonProgress.MaxStepSeconds, await Say(3600));
    }

    [Theory]
    [InlineData("state = 'started', completed_at = NULL")]
    [InlineData("seconds = seconds - 1")]
    [InlineData("furthest = 10")]
    [InlineData("best_score = NULL")]
    [InlineData("best_score = 10")]
    public async Task The_database_lets_progress_go_forward_only(string backwards)
    {
        var room = await school.Classroom(1);
        var person = await school.Learner(room);
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var actor = school.ActorOf(person);
        await school.Try(actor, new StudyLesson(room.Lessons[0], 5, 500), Studying.Handle);
        school.Clock.Advance(TimeSpan.FromSeconds(5));
        await school.Try(actor, new StudyLesson(room.Lessons[0], 5, 500), Studying.Handle);
        Assert.True((await school.Try(actor, new CompleteByResult(room.Lessons[0], 80, true), CompletingByResult.Handle)).Ok);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute($"UPDATE learning.lesson_progress SET {backwards} WHERE person_id = '{person.Id}'"));
        Assert.Equal("lesson_progress_forward", refused.ConstraintName);
    }

    [Fact]
    public void Whatever_arrives_in_whatever_order_progress_never_goes_backwards()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var now = school.Clock.GetUtcNow();
            var progress = LessonProgress.Begin(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), now);
            for (var step = 0; step < 40; step++)
            {
                var before = (progress.State, progress.Seconds, progress.Furthest, Best: progress.BestScore ?? -1, progress.CompletedAt);
                now = now.AddSeconds(random.Next(-30, 300));
                switch (random.Next(3))
                {
                    case 0: progress.Study(random.Next(-10, 5000), random.Next(-50, 1200), now); break;
                    case 1: progress.Score(random.Next(-20, 140), now); break;
                    default: if (random.Next(5) == 0) progress.Complete(now); break;
                }
                Assert.True(progress.State >= before.State && progress.Seconds >= before.Seconds && progress.Furthest >= before.Furthest && (progress.BestScore ?? -1) >= before.Best);
                Assert.True(before.CompletedAt is null || progress.CompletedAt == before.CompletedAt);
                Assert.InRange(progress.Position, 0, 1000);
            }
        }
    }

    [Fact]
    public async Task What_is_done_by_its_result_is_not_done_by_saying_so_and_a_failure_undoes_no_pass()
    {
        var room = await school.Classroom(1);
        var person = await school.Learner(room);
        await school.Database.Execute($"UPDATE learning.lessons SET kind = 'quiz' WHERE id = '{room.Lessons[0]}'");
        var actor = school.ActorOf(person);
        Assert.Equal("learning.lesson.completes_by_result", (await school.Try(actor, new CompleteLesson(room.Lessons[0], 1), CompletingLessons.Handle)).Refusal?.Code);
        foreach (var (score, passed) in ((decimal, bool)[])[(40, false), (90, true), (10, false)])
            Assert.True((await school.Try(actor, new CompleteByResult(room.Lessons[0], score, passed), CompletingByResult.Handle)).Ok);
        var progress = await school.Read(db => db.LessonProgress.SingleAsync(p => p.PersonId == person.Id, Ct));
        Assert.Equal((StudyState.Completed, 90m), (progress.State, progress.BestScore));
    }
}

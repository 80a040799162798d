using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Progress;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Assessment;

public sealed class AttemptTests(QuizSchool school) : IClassFixture<QuizSchool>
{
    private static readonly QuizRules Free = new(QuizKind.Graded, 60);

    [Fact]
    public async Task A_whole_attempt_is_graded_and_completes_the_lesson()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (person, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var paper = await api.Paper(attempt);
        await (await api.Save(attempt, paper.Of("single"), 1, new { choice = "a" })).Body();
        await (await api.Save(attempt, paper.Of("multiple"), 1, new { choices = new[] { "a" } })).Body();
        await (await api.Save(attempt, paper.Of("true_false"), 1, new { choice = "true" })).Body();
        await (await api.Save(attempt, paper.Of("short_answer"), 1, new { text = " αθηνα " })).Body();
        await (await api.Save(attempt, paper.Of("numeric"), 1, new { text = "٤٫١٥ h" })).Body();
        var graded = await (await api.Submit(attempt)).Body();

        Assert.Equal(6m, (decimal)graded["score"]!);
        Assert.Equal(7m, (decimal)graded["maxScore"]!);
        Assert.Equal(85.71m, (decimal)graded["percent"]!);
        Assert.True((bool)graded["passed"]!);
        var progress = await school.Read(db => db.Set<LessonProgress>().SingleAsync(p => p.LessonId == lesson && p.PersonId == person.Id, QuizClient.Ct));
        Assert.Equal((StudyState.Completed, 85.71m), (progress.State, progress.BestScore));
        var result = await (await api.GetAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct)).Body();
        Assert.Contains("SECRETWHY", result["questions"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Twenty_starts_at_once_open_one_attempt()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.Start(lesson)));
        Assert.Single(starts.Select(s => (string)s["id"]!).Distinct());
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM assessment.attempts WHERE lesson_id = '{lesson}'"));
    }

    /// <summary>Seen to fail (42 graded, 58 answers of 500 from the trigger) with ForUpdate taken out of SubmitAttempt.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_hundred_submits_at_once_grade_one_attempt_once()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (person, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var paper = await api.Paper(attempt);
        await (await api.Save(attempt, paper.Of("numeric"), 1, new { text = "4.16" })).Body();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.Submit(attempt)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Body()))).Select(b => b.ToJsonString()).Distinct());
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM assessment.attempts WHERE person_id = '{person.Id}' AND state = 'graded' AND version = 2"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE entity_id = '{attempt}' AND action = 'assessment.submit_attempt'"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Answers_saved_while_others_hand_in_are_graded_or_refused()
    {
        for (var round = 0; round < 10; round++)
        {
            var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
            var (_, api) = await school.Learner();
            var attempt = (string)(await api.Start(lesson))["id"]!;
            var numeric = (await api.Paper(attempt)).Of("numeric");
            var save = api.Save(attempt, numeric, 1, new { text = "4.16" });
            var submit = api.Submit(attempt);
            var kept = (await save).IsSuccessStatusCode;
            var score = (decimal)(await (await submit).Body())["score"]!;
            Assert.Equal(kept ? 2m : 0m, score);
        }
    }

    [Fact]
    public async Task An_acknowledged_answer_is_in_the_database_and_an_older_one_never_overwrites_it()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var question = (await api.Paper(attempt)).Of("short_answer");
        await (await api.Save(attempt, question, 7, new { text = "newest", flagged = true })).Body();
        var late = await (await api.Save(attempt, question, 3, new { text = "late" })).Body();
        var again = await (await api.Save(attempt, question, 7, new { text = "other" })).Body();

        Assert.Equal((7L, 7L), ((long)late["sequence"]!, (long)again["sequence"]!));
        Assert.Equal("newest", await school.Database.Value<string>($"SELECT answer->>'text' FROM assessment.attempt_questions WHERE attempt_id = '{attempt}' AND question_id = '{question}' AND flagged"));
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM assessment.answers WHERE attempt_id = '{attempt}'"));
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'assessment.save_answer'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_many_saves_at_once_the_highest_sequence_stays()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var question = (await api.Paper(attempt)).Of("short_answer");
        var answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(n => api.Save(attempt, question, n, new { text = $"{n}" })));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal("40", await school.Database.Value<string>($"SELECT answer->>'text' FROM assessment.attempt_questions WHERE attempt_id = '{attempt}' AND question_id = '{question}'"));
    }

    [Fact]
    public async Task After_deadline_and_grace_nothing_is_taken_and_what_was_saved_counts()
    {
        var (lesson, _) = await school.Quiz(Free with { TimeLimitMinutes = 20, GraceSeconds = 30 }, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var paper = await api.Paper(attempt);
        await (await api.Save(attempt, paper.Of("numeric"), 1, new { text = "4,16" })).Body();
        school.Clock.Advance(TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(29));
        await (await api.Save(attempt, paper.Of("true_false"), 1, new { choice = "true" })).Body();
        school.Clock.Advance(TimeSpan.FromSeconds(2));
        var late = await api.Save(attempt, paper.Of("single"), 1, new { choice = "a" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("assessment.attempt.time_is_up", (string)(await late.Content.ReadFromJsonAsync<JsonObject>(QuizClient.Ct))!["code"]!);

        var result = await (await api.GetAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct)).Body();
        Assert.Equal((3m, "clock"), ((decimal)result["score"]!, (string)result["endedBy"]!));
    }

    [Fact]
    public async Task The_clock_closes_what_nobody_hands_in()
    {
        var (lesson, _) = await school.Quiz(Free with { TimeLimitMinutes = 5 }, QuizSchool.OfEachType);
        var (person, api) = await school.Learner();
        var attempt = Guid.Parse((string)(await api.Start(lesson))["id"]!);
        var clock = Actor.System(AttemptClock.Kind, Learning.LearningPermissions.Study);
        Assert.Equal("assessment.attempt.still_open", (await school.Try(clock, new CloseAttempt(attempt), SubmittingAttempts.Handle)).Refusal?.Code);
        school.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(EndedBy.Clock, (await school.Try(clock, new CloseAttempt(attempt), SubmittingAttempts.Handle)).Value.EndedBy);
        Assert.NotNull(await school.Read(db => db.Set<LessonProgress>().SingleOrDefaultAsync(p => p.LessonId == lesson && p.PersonId == person.Id, QuizClient.Ct)));
    }

    [Fact]
    public async Task Attempts_are_limited_and_a_closed_window_opens_none()
    {
        var (lesson, _) = await school.Quiz(Free with { MaxAttempts = 1 }, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        await (await api.Submit((string)(await api.Start(lesson))["id"]!)).Body();
        await Refused("assessment.attempt.none_left", await api.PostAsync(QuizClient.At($"/api/v1/quizzes/{lesson}/attempts"), null, QuizClient.Ct));

        var now = school.Clock.Now;
        var (later, _) = await school.Quiz(Free with { OpensAt = now.AddDays(1), ClosesAt = now.AddDays(2) }, QuizSchool.OfEachType);
        await Refused("assessment.attempt.not_open_yet", await api.PostAsync(QuizClient.At($"/api/v1/quizzes/{later}/attempts"), null, QuizClient.Ct));
    }

    [Fact]
    public async Task What_is_not_an_answer_to_the_question_is_refused()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var paper = await api.Paper(attempt);
        foreach (var (question, answer) in new (string, object)[] { ("single", new { choice = "zz" }), ("single", new { choices = new[] { "a", "b" } }), ("true_false", new { choice = "maybe" }), ("numeric", new { choice = "a" }), ("multiple", new { text = "a" }) })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.Save(attempt, paper.Of(question), 1, answer)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Save(attempt, $"{Guid.CreateVersion7()}", 1, new { choice = "a" })).StatusCode);
    }

    [Fact]
    public async Task Somebody_elses_attempt_is_not_there()
    {
        var (lesson, _) = await school.Quiz(Free, QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var (_, other) = await school.Learner();
        using var stranger = await school.SignedIn(Role.Learner);
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var question = (await api.Paper(attempt)).Of("numeric");
        foreach (var client in new[] { other, stranger })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(QuizClient.At($"/api/v1/attempts/{attempt}"), QuizClient.Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.Save(attempt, question, 9, new { text = "1" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.Submit(attempt)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(QuizClient.At($"/api/v1/quizzes/{lesson}/attempts"), null, QuizClient.Ct)).StatusCode);
    }

    private static async Task Refused(string code, HttpResponseMessage answer) =>
        Assert.Equal(code, (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(QuizClient.Ct))!["code"]!);
}

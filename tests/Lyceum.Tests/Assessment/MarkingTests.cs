using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Assessment;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Marking;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Progress;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Tests.Assessment;

public sealed class MarkingTests(MarkingSchool school) : IClassFixture<MarkingSchool>
{
    private static CancellationToken Ct => QuizClient.Ct;

    [Fact]
    public async Task An_attempt_with_essays_waits_and_its_last_mark_makes_the_result()
    {
        var lesson = await school.Quiz();
        var (person, api, attempt, answer) = await school.HandedIn(lesson);
        Assert.Equal(("submitted", true, true), ((string)answer["state"]!, answer["score"] is null, answer["passed"] is null));
        var waiting = await api.Get($"/api/v1/attempts/{attempt}/result");
        Assert.Equal((4m, 2, 20m), ((decimal)waiting["knownScore"]!, (int)waiting["waiting"]!, (decimal)waiting["maxScore"]!));
        Assert.DoesNotContain("SECRETNOTE", waiting.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(await Progress(lesson, person));
        Assert.Empty((await api.Get("/api/v1/my/grades"))["items"]!.AsArray());

        var (_, teacher) = await school.Teacher();
        var marks = await school.MarksOf(attempt);
        Assert.Equal(("submitted", true), await Given(await teacher.Mark(marks[0], 4.5m, "Good.")));
        Assert.Null(await Progress(lesson, person));
        Assert.Equal(("graded", false), await Given(await teacher.Mark(marks[1], 7m)));

        Assert.Equal("15.50 77.50 true", await school.Database.Value<string>($"SELECT score || ' ' || percent || ' ' || passed FROM assessment.attempts WHERE id = '{attempt}'"));
        var result = await api.Get($"/api/v1/attempts/{attempt}/result");
        Assert.Equal(("graded", 15.5m, 77.5m), ((string)result["state"]!, (decimal)result["score"]!, (decimal)result["percent"]!));
        Assert.Contains("Good.", result.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, await Notices(person, "assessment.notice.graded"));
        await Until(async () => await Progress(lesson, person) is { State: StudyState.Completed, BestScore: 77.5m });
    }

    [Fact]
    public async Task A_blank_essay_is_worth_nothing_and_waits_for_nobody()
    {
        var lesson = await school.Quiz();
        var (_, _, attempt, answer) = await school.HandedIn(lesson, "  \n ");
        Assert.Equal(("graded", 4m), ((string)answer["state"]!, (decimal)answer["score"]!));
        Assert.Empty(await school.MarksOf(attempt));
    }

    [Fact]
    public async Task Marks_go_in_halves_from_nothing_to_all()
    {
        var lesson = await school.Quiz();
        var mark = (await school.MarksOf((await school.HandedIn(lesson)).Attempt))[0];
        var (_, teacher) = await school.Teacher();
        foreach (var points in new[] { -0.5m, 6.5m, 1.25m, 0.1m })
        {
            using var refused = await teacher.Mark(mark, points);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
        var other = await school.Person();
        foreach (var points in new[] { "-0.5", "6.5", "1.25" })
            await Refuses("marks_half_points", $"UPDATE assessment.marks SET points = {points}, marked_by = '{other.Id}', marked_at = now(), version = version + 1 WHERE id = '{mark}'");
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM assessment.mark_records WHERE mark_id = '{mark}'"));
    }

    [Fact]
    public async Task A_mark_is_replaced_by_one_who_has_seen_it_and_every_mark_is_kept()
    {
        var lesson = await school.Quiz(pass: 90, questions: [MarkingSchool.Essay(10)]);
        var (person, _, attempt, _) = await school.HandedIn(lesson);
        var (_, teacher) = await school.Teacher();
        var mark = (await school.MarksOf(attempt))[0];
        var first = await (await teacher.Mark(mark, 4, "Thin.")).Body();
        Assert.Equal((2, false), ((int)first["version"]!, (bool)first["passed"]!));
        Assert.Equal("assessment.mark.already_marked", await Code(await teacher.Mark(mark, 9), HttpStatusCode.Conflict));
        Assert.Equal("platform.request.stale_version", await Code(await teacher.Mark(mark, 9, seen: 1), HttpStatusCode.PreconditionFailed));
        using (var same = await teacher.Mark(mark, 4, "Thin.")) Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        var second = await (await teacher.Mark(mark, 9.5m, "Read again: better.", seen: 2)).Body();
        Assert.Equal((3, true, 95m), ((int)second["version"]!, (bool)second["passed"]!, (decimal)second["percent"]!));

        Assert.Equal("1:4.00,2:9.50", await school.Database.Value<string>($"SELECT string_agg(number || ':' || points, ',' ORDER BY number) FROM assessment.mark_records WHERE mark_id = '{mark}'"));
        Assert.Equal((1L, 1L), (await Notices(person, "assessment.notice.graded"), await Notices(person, "assessment.notice.regraded")));
        var sheet = await teacher.Get($"/api/v1/marks/{mark}");
        Assert.Equal(["9.5", "4"], sheet["history"]!.AsArray().Select(h => ((decimal)h!["points"]!).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("SECRETNOTE", (string)sheet["note"]!);
        await Until(async () => await Progress(lesson, person) is { State: StudyState.Completed, BestScore: 95m });
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_two_who_mark_at_once_one_is_told_and_no_mark_is_lost()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10)]);
        var (_, one) = await school.Teacher();
        var (_, two) = await school.Teacher();
        for (var round = 0; round < 10; round++)
        {
            var mark = (await school.MarksOf((await school.HandedIn(lesson)).Attempt))[0];
            var both = await Task.WhenAll(one.Mark(mark, 3, "one", seen: 1), two.Mark(mark, 8, "two", seen: 1));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], both.Select(b => b.StatusCode).Order());
            var kept = both[0].IsSuccessStatusCode ? 3m : 8m;
            Assert.Equal(kept, await school.Database.Value<decimal>($"SELECT a.score FROM assessment.attempts a JOIN assessment.marks m ON m.attempt_id = a.id WHERE m.id = '{mark}' AND m.points = a.score"));
            Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM assessment.mark_records WHERE mark_id = '{mark}'"));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task The_last_two_marks_given_at_once_make_one_result()
    {
        var lesson = await school.Quiz();
        var (_, one) = await school.Teacher();
        var (_, two) = await school.Teacher();
        for (var round = 0; round < 10; round++)
        {
            var (person, _, attempt, _) = await school.HandedIn(lesson);
            var marks = await school.MarksOf(attempt);
            var both = await Task.WhenAll(one.Mark(marks[0], 6), two.Mark(marks[1], 9.5m));
            Assert.All(both, b => Assert.Equal(HttpStatusCode.OK, b.StatusCode));
            Assert.Equal("graded 19.50", await school.Database.Value<string>($"SELECT state || ' ' || score FROM assessment.attempts WHERE id = '{attempt}'"));
            Assert.Equal(1, await Notices(person, "assessment.notice.graded"));
        }
    }

    /// <summary>Whatever the points and marks: the score is their sum, the per cent is rounded half away from zero, and passing follows from it.</summary>
    [Fact(Timeout = 240_000)]
    public async Task Any_points_and_marks_add_up()
    {
        var (dice, (_, teacher)) = (new Random(20261125), await school.Teacher());
        for (var round = 0; round < 25; round++)
        {
            QuestionContent[] asked = [.. Enumerable.Range(0, dice.Next(1, 5)).Select(_ => MarkingSchool.Essay(dice.Next(1, 41) / 2m))];
            var (auto, pass) = (dice.Next(1, 700) / 100m, dice.Next(0, 101));
            var lesson = await school.Quiz(pass: pass, questions: [.. asked, new QuestionContent("true_false", "Wet.", auto, "", new QuestionSettings(Answer: true))]);
            var (_, _, attempt, _) = await school.HandedIn(lesson);
            var (sum, version) = (auto, 0);
            foreach (var mark in await school.MarksOf(attempt))
            {
                var max = await school.Database.Value<decimal>($"SELECT max_points FROM assessment.marks WHERE id = '{mark}'");
                var points = dice.Next(0, (int)(max * 2) + 1) / 2m;
                version = (int)(await (await teacher.Mark(mark, points)).Body())["version"]!;
                if (dice.Next(3) == 0) await (await teacher.Mark(mark, points = dice.Next(0, (int)(max * 2) + 1) / 2m, "again", version)).Body();
                sum += points;
            }
            var percent = Math.Round(sum / (asked.Sum(q => q.Points) + auto) * 100, 2, MidpointRounding.AwayFromZero);
            var kept = await school.Read(db => db.Attempts.SingleAsync(a => a.Id == Guid.Parse(attempt), Ct));
            Assert.Equal((AttemptState.Graded, sum, percent, percent >= pass), (kept.State, kept.Score!.Value, kept.Percent!.Value, kept.Passed!.Value));
        }
    }

    [Fact]
    public async Task The_database_lets_no_result_stray_from_its_marks()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10)]);
        var (person, _, attempt, _) = await school.HandedIn(lesson);
        var (_, teacher) = await school.Teacher();
        var mark = (await school.MarksOf(attempt))[0];
        await Refuses("marks_by_others", $"UPDATE assessment.marks SET points = 10, marked_by = '{person.Id}', marked_at = now(), version = version + 1 WHERE id = '{mark}'");
        await Refuses("attempts_graded_is_final", $"UPDATE assessment.attempts SET state = 'open', submitted_at = NULL, ended_by = NULL WHERE id = '{attempt}'");
        await Refuses("attempts_score_counted", $"UPDATE assessment.attempts SET state = 'graded', score = 10, percent = 100, passed = true WHERE id = '{attempt}'");
        await (await teacher.Mark(mark, 5)).Body();
        await Refuses("attempts_score_counted", $"UPDATE assessment.attempts SET score = 10, percent = 100, passed = true WHERE id = '{attempt}'");
        await Refuses("attempts_score_counted", $"UPDATE assessment.marks SET points = 6, version = version + 1 WHERE id = '{mark}'");
        await Refuses("attempts_graded_is_final", $"UPDATE assessment.attempts SET pass_percent = 0 WHERE id = '{attempt}'");
        await Refuses("marks_stay_given", $"UPDATE assessment.marks SET points = NULL, marked_by = NULL, marked_at = NULL, version = version + 1 WHERE id = '{mark}'");
        await Refuses("marks_stay_given", $"UPDATE assessment.marks SET points = 6 WHERE id = '{mark}'");
        var auto = await school.Quiz(questions: [MarkingSchool.Mixed[0]]);
        var (_, _, graded, _) = await school.HandedIn(auto);
        await Refuses("attempts_graded_is_final", $"UPDATE assessment.attempts SET score = 4 WHERE id = '{graded}'");
    }

    [Fact]
    public async Task Nobody_marks_their_own_answer_or_one_of_a_section_they_do_not_teach()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10)]);
        var (learner, api, attempt, _) = await school.HandedIn(lesson);
        var mark = (await school.MarksOf(attempt))[0];
        Assert.Equal(HttpStatusCode.Forbidden, (await api.Mark(mark, 10)).StatusCode);
        using var stranger = await school.SignedIn(Role.Instructor);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Mark(mark, 10)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(QuizClient.At($"/api/v1/marks/{mark}"), Ct)).StatusCode);
        var teachesToo = new Actor(learner.Id, Guid.CreateVersion7(), $"person:{learner.Id}", school.House.Contributions.PermissionsOf([Role.Administrator]));
        Assert.Equal("assessment.mark.own_answer", (await school.Try(teachesToo, new MarkAnswer(mark, 10), MarkingAnswers.Handle)).Refusal?.Code);
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM assessment.marks WHERE id = '{mark}' AND points IS NOT NULL"));
    }

    [Fact]
    public async Task Feedback_and_points_are_held_back_as_the_quiz_says()
    {
        var lesson = await school.Quiz(FeedbackMode.ScoreOnly, questions: [MarkingSchool.Essay(10)]);
        var (_, api, attempt, _) = await school.HandedIn(lesson);
        var (_, teacher) = await school.Teacher();
        await (await teacher.Mark((await school.MarksOf(attempt))[0], 5, "SECRETFEEDBACK")).Body();
        var own = await api.Get($"/api/v1/attempts/{attempt}/result");
        Assert.Equal((50m, true), ((decimal)own["percent"]!, own["questions"] is null));
        Assert.DoesNotContain("SECRET", own.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("SECRETFEEDBACK", (await teacher.Get($"/api/v1/attempts/{attempt}/result")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_has_the_oldest_first_page_by_page()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10), MarkingSchool.Essay(2)]);
        List<string> attempts = [];
        for (var i = 0; i < 5; i++)
        {
            attempts.Add((await school.HandedIn(lesson, $"Answer number {i}.")).Attempt);
            school.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        var (_, teacher) = await school.Teacher();
        var question = await school.Database.Value<Guid>($"SELECT question_id FROM assessment.marks WHERE attempt_id = '{attempts[0]}' AND max_points = 10");
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await teacher.Get($"/api/v1/sections/{school.Section}/marks?question={question}&nameless=true&limit=2{cursor}");
            Assert.All(page["items"]!.AsArray(), i => Assert.Null(i!["learner"]));
            seen.AddRange(page["items"]!.AsArray().Select(i => (string)i!["attemptId"]!));
            cursor = page["next"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(attempts, seen);
        await (await teacher.Mark((await school.MarksOf(attempts[0]))[1], 10)).Body();
        Assert.Equal(attempts[1], (string)(await teacher.Get($"/api/v1/sections/{school.Section}/marks?question={question}&limit=1"))["items"]![0]!["attemptId"]!);
        Assert.Equal(attempts[0], (string)(await teacher.Get($"/api/v1/sections/{school.Section}/marks?question={question}&marked=true"))["items"]![0]!["attemptId"]!);
    }

    private Task<LessonProgress?> Progress(Guid lesson, TestPerson person) => school.Read(db => db.Set<LessonProgress>().SingleOrDefaultAsync(p => p.LessonId == lesson && p.PersonId == person.Id, Ct));

    private Task<long> Notices(TestPerson person, string key) => school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person.Id}' AND text_key = '{key}'");

    private async Task Refuses(string constraint, string sql) => Assert.Equal(constraint, (await Assert.ThrowsAsync<PostgresException>(() => school.Database.Execute(sql))).ConstraintName);

    private static async Task<(string State, bool NoScore)> Given(HttpResponseMessage answer) => await answer.Body() is var body ? ((string)body["attempt"]!, body["score"] is null) : default;

    private static async Task<string> Code(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!["code"]!;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 150 && !await holds(); i++) await Task.Delay(100, Ct);
        Assert.True(await holds());
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Assessment;

/// <summary>Right answers leave only when the quiz says so. The word SECRET stands in every key of the test quiz.</summary>
public sealed class KeysTests(QuizSchool school) : IClassFixture<QuizSchool>
{
    [Theory]
    [InlineData(FeedbackMode.AfterSubmit, true)]
    [InlineData(FeedbackMode.AfterPass, false)]
    [InlineData(FeedbackMode.AfterClose, false)]
    [InlineData(FeedbackMode.ScoreOnly, false)]
    public async Task No_key_leaves_before_it_may(FeedbackMode mode, bool afterFirst)
    {
        var (lesson, _) = await school.Quiz(new QuizRules(QuizKind.Graded, 60, Feedback: mode, MaxAttempts: 5, ClosesAt: school.Clock.Now.AddDays(30)), QuizSchool.OfEachType);
        var (_, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        foreach (var address in new[] { $"/api/v1/quizzes/{lesson}", $"/api/v1/quizzes/{lesson}/attempts", $"/api/v1/attempts/{attempt}" }) await NoSecret(api, address);
        Assert.Equal(HttpStatusCode.Conflict, (await api.GetAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync(QuizClient.At($"/api/v1/quizzes/{lesson}/source"), QuizClient.Ct)).StatusCode);

        var numeric = (await api.Paper(attempt)).Of("numeric");
        await (await api.Save(attempt, numeric, 1, new { text = "1" })).Body();
        var graded = await (await api.Submit(attempt)).Body();
        Assert.DoesNotContain("SECRET", graded.ToJsonString(), StringComparison.Ordinal);
        var result = await api.GetStringAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct);
        Assert.Equal(afterFirst, result.Contains("SECRET", StringComparison.Ordinal));
        Assert.Equal(afterFirst, result.Contains("4.16", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_come_with_a_pass_and_with_the_close()
    {
        var rules = new QuizRules(QuizKind.Graded, 10, MaxAttempts: 2, ClosesAt: school.Clock.Now.AddDays(60));
        foreach (var mode in new[] { FeedbackMode.AfterPass, FeedbackMode.AfterClose })
        {
            var (lesson, _) = await school.Quiz(rules with { Feedback = mode }, QuizSchool.OfEachType);
            var (_, api) = await school.Learner();
            var attempt = (string)(await api.Start(lesson))["id"]!;
            await (await api.Save(attempt, (await api.Paper(attempt)).Of("numeric"), 1, new { text = "4.16" })).Body();
            await (await api.Submit(attempt)).Body();
            if (mode == FeedbackMode.AfterClose)
            {
                await NoSecret(api, $"/api/v1/attempts/{attempt}/result");
                school.Clock.Advance(TimeSpan.FromDays(61));
                api.Dispose();
                continue;   // the token may be past its time; the entity's rule is tested in the clock's own terms below
            }
            Assert.Contains("SECRET", await api.GetStringAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct), StringComparison.Ordinal);
        }
        var quiz = new Quiz { Feedback = FeedbackMode.AfterClose, ClosesAt = school.Clock.Now };
        Assert.True(Lyceum.Assessment.Attempts.ResultQueries.ShowsKeys(quiz, false, 1, school.Clock.Now));
        Assert.False(Lyceum.Assessment.Attempts.ResultQueries.ShowsKeys(quiz, true, 1, school.Clock.Now.AddSeconds(-1)));
    }

    [Fact]
    public async Task Those_who_teach_see_answers_of_their_section_and_nobody_elses()
    {
        var (lesson, _) = await school.Quiz(new QuizRules(QuizKind.Graded, 60, Feedback: FeedbackMode.ScoreOnly), QuizSchool.OfEachType);
        var (person, api) = await school.Learner();
        var (_, teacher) = await school.Teacher();
        using var other = await school.SignedIn(Platform.Security.Role.Instructor);
        var attempt = (string)(await api.Start(lesson))["id"]!;
        await (await api.Submit(attempt)).Body();

        var list = await (await teacher.GetAsync(QuizClient.At($"/api/v1/sections/{school.Section}/attempts?quiz={lesson}"), QuizClient.Ct)).Body();
        Assert.Equal(person.Name, (string)list["items"]!.AsArray().Single()!["learner"]!);
        Assert.Contains("SECRET", await teacher.GetStringAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(QuizClient.At($"/api/v1/sections/{school.Section}/attempts"), QuizClient.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(QuizClient.At($"/api/v1/attempts/{attempt}/result"), QuizClient.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync(QuizClient.At($"/api/v1/sections/{school.Section}/attempts"), QuizClient.Ct)).StatusCode);
    }

    [Fact]
    public async Task An_attempt_keeps_the_words_it_was_given_and_the_next_one_gets_the_new()
    {
        var (lesson, master) = await school.Quiz(new QuizRules(QuizKind.Practice, 50), QuizSchool.OfEachType[4]);
        var (_, api) = await school.Learner();
        var first = (string)(await api.Start(lesson))["id"]!;
        var question = await school.Database.Value<Guid>($"SELECT id FROM assessment.questions WHERE lesson_id = '{master}'");
        await school.Do(new ChangeQuestion(question, QuizSchool.OfEachType[4] with { Prompt = "Another question", Settings = new QuestionSettings(Value: 1) }), WritingQuestions.Handle);
        Assert.Equal(1, (await school.Carry()).Changed);

        Assert.Contains("Half of", (await api.Paper(first)).ToJsonString(), StringComparison.Ordinal);
        await (await api.Submit(first)).Body();
        var second = (string)(await api.Start(lesson))["id"]!;
        Assert.Contains("Another question", (await api.Paper(second)).ToJsonString(), StringComparison.Ordinal);
        // Nobody was asked the master, so its words were changed in place; the copy has two versions.
        Assert.Equal(1, await school.Database.Value<long>($"SELECT count(*) FROM assessment.question_versions WHERE question_id = '{question}'"));
        Assert.Equal(2, await school.Database.Value<long>($"SELECT count(*) FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id WHERE q.lesson_id = '{lesson}'"));
    }

    private static async Task NoSecret(HttpClient api, string address) =>
        Assert.DoesNotContain("SECRET", await api.GetStringAsync(QuizClient.At(address), QuizClient.Ct), StringComparison.Ordinal);
}

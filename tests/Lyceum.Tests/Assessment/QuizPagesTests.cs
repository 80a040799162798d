using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Assessment;

/// <summary>The pages as a browser without JavaScript uses them: plain forms, post and redirect.</summary>
public sealed partial class QuizPagesTests(QuizSchool school) : IClassFixture<QuizSchool>
{
    [Fact]
    public async Task A_quiz_is_taken_with_plain_forms_and_no_page_shows_a_key_before_it_may()
    {
        var (lesson, _) = await school.Quiz(new QuizRules(QuizKind.Graded, 20, TimeLimitMinutes: 30, Feedback: FeedbackMode.AfterPass), QuizSchool.OfEachType);
        var (person, _) = await school.Learner();
        using var browser = await school.Browser(person);
        var home = $"{school.Home}/quizzes/{lesson}";

        var start = await browser.GetStringAsync(QuizClient.At(home), QuizClient.Ct);
        var exam = await Post(browser, $"{home}/start", start, []);
        var paper = await browser.GetStringAsync(QuizClient.At(exam), QuizClient.Ct);
        Assert.DoesNotContain("SECRET", start + paper, StringComparison.Ordinal);
        Assert.DoesNotContain("4.16", paper, StringComparison.Ordinal);
        Assert.Contains("<strong>red</strong>", paper, StringComparison.Ordinal);

        var text = TextField.Matches(paper).Select(m => m.Groups["name"].Value).ToList();
        var drawn = Drawn.Matches(paper).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value));
        var saved = await Post(browser, $"{exam}/save", paper, [.. drawn, (text[1], "4,16"), ("to", "5")]);
        Assert.EndsWith("?saved=yes#q5", saved, StringComparison.Ordinal);
        paper = await browser.GetStringAsync(QuizClient.At(exam), QuizClient.Ct);
        Assert.Contains("4,16", paper, StringComparison.Ordinal);

        drawn = Drawn.Matches(paper).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value));
        var result = await Post(browser, $"{exam}/hand-in", paper, [.. drawn, (text[1], "4,16"), (text[0], "athens")]);
        Assert.Equal($"{exam}/result", result);
        var own = await browser.GetStringAsync(QuizClient.At(result), QuizClient.Ct);
        Assert.Contains("SECRETWHY", own, StringComparison.Ordinal);
        Assert.Contains("Your answer", own, StringComparison.Ordinal);
        using var teacher = await school.Browser((await school.Teacher()).Person);
        var theirs = await teacher.GetStringAsync(QuizClient.At(result), QuizClient.Ct);
        Assert.Contains("Answer given", theirs, StringComparison.Ordinal);   // whoever teaches reads somebody else's answers
        Assert.DoesNotContain("Your answer", theirs, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(QuizClient.At(exam), QuizClient.Ct)).StatusCode);
        Assert.Contains(result, await browser.GetStringAsync(QuizClient.At("/grades"), QuizClient.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_that_are_held_back_show_the_score_and_no_key()
    {
        var (lesson, _) = await school.Quiz(new QuizRules(QuizKind.Graded, 60, Feedback: FeedbackMode.ScoreOnly), QuizSchool.OfEachType);
        var (person, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        await (await api.Submit(attempt)).Body();
        using var browser = await school.Browser(person);
        Assert.DoesNotContain("SECRET", await browser.GetStringAsync(QuizClient.At($"{school.Home}/quizzes/{lesson}/attempts/{attempt}/result"), QuizClient.Ct), StringComparison.Ordinal);
        var (other, _) = await school.Learner();
        using var foreign = await school.Browser(other);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.GetAsync(QuizClient.At($"{school.Home}/quizzes/{lesson}/attempts/{attempt}"), QuizClient.Ct)).StatusCode);
    }

    [Fact]
    public async Task The_editor_adds_a_question_and_says_what_is_wrong_with_one()
    {
        var (_, master) = await school.Quiz(new QuizRules(QuizKind.Practice, 50), QuizSchool.OfEachType[0]);
        var (person, _) = await school.Teacher();
        using var browser = await school.Browser(person);
        var editor = $"{school.Editor}/quizzes/{master}";
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(QuizClient.At(editor), QuizClient.Ct)).StatusCode);

        var page = await browser.GetStringAsync(QuizClient.At($"{editor}?add=numeric"), QuizClient.Ct);
        (string, string)[] entry = [("_handler", "question"), ("Entry.Prompt", "How many?"), ("Entry.Points", "1,5"), ("Entry.Value", "many"), ("Entry.Tolerance", "")];
        using var wrong = await browser.PostAsync(QuizClient.At($"{editor}?add=numeric"), Form(page, entry), QuizClient.Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var again = await wrong.Content.ReadAsStringAsync(QuizClient.Ct);
        Assert.Contains("How many?", again, StringComparison.Ordinal);

        entry[3] = ("Entry.Value", "42");
        await Post(browser, $"{editor}?add=numeric", again, entry);
        Assert.Equal(1.5m, await school.Database.Value<decimal>($"SELECT v.points FROM assessment.question_versions v JOIN assessment.questions q ON q.id = v.question_id WHERE q.lesson_id = '{master}' AND v.type = 'numeric'"));

        using var learner = await school.Browser((await school.Learner()).Person);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync(QuizClient.At(editor), QuizClient.Ct)).StatusCode);
    }

    private static async Task<string> Post(HttpClient browser, string address, string page, (string, string)[] fields)
    {
        using var answer = await browser.PostAsync(QuizClient.At(address), Form(page, fields), QuizClient.Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(QuizClient.Ct)}");
        var to = answer.Headers.Location!.OriginalString;
        return to.StartsWith("http", StringComparison.Ordinal) ? new Uri(to).PathAndQuery + new Uri(to).Fragment : to;
    }

    private static FormUrlEncodedContent Form(string page, (string Name, string Value)[] fields) =>
        new([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__form", Token.Match(page).Groups["value"].Value)]);

    [GeneratedRegex("""name="__form"\ value="(?<value>[^"]+)" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex("""name="(?<name>[0-9a-f-]{36}\.text)" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextField { get; }

    [GeneratedRegex("""name="(?<name>[0-9a-f-]{36}\.drawn)"\ value="(?<value>[0-9]+)" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawn { get; }
}

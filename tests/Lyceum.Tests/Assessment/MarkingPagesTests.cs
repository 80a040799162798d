using System.Net;
using Lyceum.Assessment.Quizzes;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Assessment;

/// <summary>Essays as browsers without JavaScript see them: written, marked one after the other, read with feedback.</summary>
public sealed class MarkingPagesTests(MarkingSchool school) : IClassFixture<MarkingSchool>
{
    private static CancellationToken Ct => QuizClient.Ct;

    [Fact]
    public async Task An_essay_is_written_in_a_plain_form_and_keeps_its_lines()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10)]);
        var (person, api) = await school.Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        var question = (await api.Paper(attempt)).Of("essay");
        using var browser = await school.Browser(person);
        var exam = $"{school.Home}/quizzes/{lesson}/attempts/{attempt}";
        var paper = await browser.GetStringAsync(QuizClient.At(exam), Ct);
        Assert.Contains("asked for: 2 to 50", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", paper, StringComparison.Ordinal);
        await Post(browser, $"{exam}/save", paper, ($"{question}.drawn", "0"), ($"{question}.text", "First line.\r\nSecond <b>line</b>."));
        Assert.Equal("First line.\nSecond <b>line</b>.", await school.Database.Value<string>($"SELECT answer->>'text' FROM assessment.attempt_questions WHERE attempt_id = '{attempt}'"));
        paper = await browser.GetStringAsync(QuizClient.At(exam), Ct);
        Assert.Contains("Words: 4", paper, StringComparison.Ordinal);
        Assert.Contains("Second &lt;b&gt;line", paper, StringComparison.Ordinal);
        var result = await browser.GetStringAsync(QuizClient.At(await Post(browser, $"{exam}/hand-in", paper)), Ct);
        Assert.Contains("1 answer waits for a mark", result, StringComparison.Ordinal);
        Assert.Contains("Waits for a mark", await browser.GetStringAsync(QuizClient.At($"{school.Home}/quizzes/{lesson}"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_marks_one_answer_after_the_other()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10)]);
        var first = await school.HandedIn(lesson, "The first answer.");
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await school.HandedIn(lesson, "The second answer.");
        var question = await school.Database.Value<Guid>($"SELECT question_id FROM assessment.marks WHERE attempt_id = '{first.Attempt}'");
        using var teacher = await school.Browser((await school.Teacher()).Person);
        Assert.Contains("wait for a mark", await teacher.GetStringAsync(QuizClient.At("/today"), Ct), StringComparison.Ordinal);

        var queue = $"{school.Home.Replace("/courses/", "/teach/", StringComparison.Ordinal)}/marking";
        var list = await teacher.GetStringAsync(QuizClient.At($"{queue}?question={question}"), Ct);
        var (one, two) = ((await school.MarksOf(first.Attempt))[0], (await school.MarksOf(second.Attempt))[0]);
        Assert.True(list.IndexOf($"{one}", StringComparison.Ordinal) < list.IndexOf($"{two}", StringComparison.Ordinal));
        Assert.Contains(first.Person.Name, list, StringComparison.Ordinal);
        var hidden = await teacher.GetStringAsync(QuizClient.At($"{queue}?question={question}&names=hidden"), Ct);
        Assert.DoesNotContain(first.Person.Name, hidden, StringComparison.Ordinal);

        var address = $"{queue}/{one}?question={question}&names=hidden";
        var sheet = await teacher.GetStringAsync(QuizClient.At(address), Ct);
        Assert.Contains("The first answer.", sheet, StringComparison.Ordinal);
        Assert.Contains("SECRETNOTE", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Person.Name, sheet, StringComparison.Ordinal);
        foreach (var wrong in new[] { "", "many", "10,5", "3.25" })
        {
            using var refused = await teacher.PostAsync(QuizClient.At(address), Form(sheet, ("_handler", "mark"), ("Model.Version", "1"), ("Model.Points", wrong), ("Model.Feedback", "Kept words")), Ct);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("Kept words", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        var next = await Post(teacher, address, sheet, ("_handler", "mark"), ("Model.Version", "1"), ("Model.Points", "7,5"), ("Model.Feedback", "Well reasoned."));
        Assert.Equal($"{queue}/{two}?question={question}&names=hidden&saved=yes", next);
        var end = await Post(teacher, next, await teacher.GetStringAsync(QuizClient.At(next), Ct), ("_handler", "mark"), ("Model.Version", "1"), ("Model.Points", "٣"));
        Assert.Contains("done=yes", end, StringComparison.Ordinal);
        Assert.Contains("Nothing else waits here", await teacher.GetStringAsync(QuizClient.At(end), Ct), StringComparison.Ordinal);

        using var learner = await school.Browser(first.Person);
        Assert.Contains("is marked", await learner.GetStringAsync(QuizClient.At("/notifications"), Ct), StringComparison.Ordinal);
        var result = await learner.GetStringAsync(QuizClient.At($"{school.Home}/quizzes/{lesson}/attempts/{first.Attempt}/result"), Ct);
        Assert.Contains("Well reasoned.", result, StringComparison.Ordinal);
        Assert.Contains("7.5 of 10", result, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRETNOTE", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_given_meanwhile_is_shown_and_replaced_only_knowingly()
    {
        var lesson = await school.Quiz(questions: [MarkingSchool.Essay(10)]);
        var mark = (await school.MarksOf((await school.HandedIn(lesson)).Attempt))[0];
        var (other, api) = await school.Teacher();
        using var teacher = await school.Browser((await school.Teacher()).Person);
        var address = $"{school.Home.Replace("/courses/", "/teach/", StringComparison.Ordinal)}/marking/{mark}";
        var sheet = await teacher.GetStringAsync(QuizClient.At(address), Ct);
        await (await api.Mark(mark, 2, "Too thin.")).Body();
        using var late = await teacher.PostAsync(QuizClient.At(address), Form(sheet, ("_handler", "mark"), ("Model.Version", "1"), ("Model.Points", "8"), ("Model.Feedback", "My own words")), Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        var told = await late.Content.ReadAsStringAsync(Ct);
        Assert.Contains($"{other.Name} marked it meanwhile: 2 points", told, StringComparison.Ordinal);
        Assert.Contains("My own words", told, StringComparison.Ordinal);
        Assert.Contains("Too thin.", told, StringComparison.Ordinal);
        await Post(teacher, address, told, ("_handler", "mark"), ("Model.Version", "2"), ("Model.Points", "8"), ("Model.Feedback", "My own words"));
        Assert.Equal("2.00,8.00", await school.Database.Value<string>($"SELECT string_agg(points::text, ',' ORDER BY number) FROM assessment.mark_records WHERE mark_id = '{mark}'"));
    }

    private static async Task<string> Post(HttpClient browser, string address, string page, params (string, string)[] fields)
    {
        using var answer = await browser.PostAsync(QuizClient.At(address), Form(page, fields), Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
        var to = answer.Headers.Location!.OriginalString;
        return to.StartsWith("http", StringComparison.Ordinal) ? new Uri(to).PathAndQuery : to;
    }

    private static FormUrlEncodedContent Form(string page, params (string Name, string Value)[] fields)
    {
        var token = page.Split("name=\"__form\" value=\"")[1].Split('"')[0];
        return new([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__form", token)]);
    }
}

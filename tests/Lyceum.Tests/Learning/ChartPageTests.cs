using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Learning.Progress;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Learning;

/// <summary>Figures people look at: what is drawn is what the rows say, and the table beside it says the same.</summary>
public sealed partial class ChartPageTests(LearningPageTests.Drawn school) : IClassFixture<LearningPageTests.Drawn>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_section_shows_its_learners_by_how_far_they_are()
    {
        var room = await school.Classroom(4);
        for (var done = 0; done <= 4; done++) await Finish(await school.Learner(room), room.Lessons.Take(done));
        await Finish(await school.Learner(room), room.Lessons);
        using var teaching = await school.Browser(room.Teacher);

        var html = await teaching.GetStringAsync($"/teach/{room.Course.Slug}/{room.Section.Code}/progress", Ct);

        Assert.Equal(["1 learner", "0 learners", "1 learner", "1 learner", "1 learner", "2 learners"], Said(html));
        var heights = Bar().Matches(html).Select(m => double.Parse(m.Groups["height"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(5, heights.Count);   // nobody stands in the first quarter: nothing is drawn there
        Assert.Equal(heights[^1], 2 * heights[0], 0.11);   // columns stand on nothing: twice as many is twice as high
    }

    [Fact]
    public async Task A_learner_sees_their_own_weeks_and_what_happened_and_nobody_else_does()
    {
        var room = await school.Classroom(3);
        var learner = await school.Learner(room);
        await Finish(learner, room.Lessons.Take(2));
        using var reading = await school.Browser(learner);
        var address = $"/courses/{room.Course.Slug}/{room.Section.Code}/progress";
        Assert.Contains($"href=\"{address}\"", await reading.GetStringAsync($"/courses/{room.Course.Slug}/{room.Section.Code}", Ct), StringComparison.Ordinal);

        var html = await reading.GetStringAsync(address, Ct);

        Assert.Equal(["0 lessons", "2 lessons"], Said(html));
        Assert.Equal(3, TimelineEntry().Count(html));
        Assert.Contains("You enrolled", html, StringComparison.Ordinal);
        Assert.Contains($"/lessons/{room.Lessons[0]}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"/lessons/{room.Lessons[2]}\"", html, StringComparison.Ordinal);
        using var other = await school.Browser(await school.Learner(await school.Classroom(1)));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address, Ct)).StatusCode);
    }

    [Fact]
    public async Task Where_nothing_is_done_the_page_says_so_and_draws_no_line()
    {
        var room = await school.Classroom(1);
        using var reading = await school.Browser(await school.Learner(room));
        var html = await reading.GetStringAsync($"/courses/{room.Course.Slug}/{room.Section.Code}/progress", Ct);
        Assert.Contains("No lesson is done yet.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"ly-plot\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Arabic_time_runs_from_right_to_left()
    {
        var room = await school.Classroom(2);
        var learner = await school.Learner(room);
        await Finish(learner, room.Lessons);
        using var reading = await school.Browser(learner);
        var address = $"/courses/{room.Course.Slug}/{room.Section.Code}/progress";
        var places = await Task.WhenAll(new[] { "en", "ar" }.Select(async language =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Cookie", $"{reading.DefaultRequestHeaders.GetValues("Cookie").Single()}; lyceum-language={language}" } } };
            var html = await (await reading.SendAsync(request, Ct)).Content.ReadAsStringAsync(Ct);
            return Dot().Matches(html).Select(m => double.Parse(m.Groups["x"].Value, CultureInfo.InvariantCulture)).ToList();
        }));
        Assert.Equal(2, places[0].Count);
        Assert.True(places[0][0] < places[0][1]);
        Assert.Equal(places[0], places[1].Select(x => 100 - x), (a, b) => Math.Abs(a - b) < .01);
    }

    private async Task Finish(TestPerson learner, IEnumerable<Guid> lessons)
    {
        using var api = await school.Bearer(learner);
        foreach (var lesson in lessons) Assert.True((await api.PostAsync($"/api/v1/lessons/{lesson}/completion", new StringContent("""{"seconds":0}""", null, "application/json"), Ct)).IsSuccessStatusCode);
        var done = await school.Read(db => db.LessonProgress.CountAsync(p => p.PersonId == learner.Id && p.State == StudyState.Completed, Ct));
        Assert.Equal(lessons.Count(), done);
    }

    /// <summary>What the table beside the chart says, in its order.</summary>
    private static IReadOnlyList<string> Said(string html) => [.. Row().Matches(html[html.IndexOf("ly-twin", StringComparison.Ordinal)..html.IndexOf("</details>", html.IndexOf("ly-twin", StringComparison.Ordinal), StringComparison.Ordinal)]).Select(m => m.Groups["said"].Value)];

    [GeneratedRegex("""<td class="ly-num"><bdi>(?<said>[^<]*)</bdi>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("""<rect class="is-bar"[^>]* height="(?<height>[\d.]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bar();

    [GeneratedRegex("""<circle class="is-dot" cx="(?<x>[\d.]+)%""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dot();

    [GeneratedRegex("""<li><span class="ly-shape""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimelineEntry();
}

using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Academics;
using Lyceum.Learning;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Learning;

/// <summary>The pages as a browser without script gets them.</summary>
public sealed partial class LearningPageTests(LearningPageTests.Drawn school) : IClassFixture<LearningPageTests.Drawn>
{
    public sealed class Drawn : School
    {
        protected override bool Jobs => false;

        protected override async Task Arrange() => await Read(async db =>
        {
            db.Institutions.Add(new Institution { Name = new LocalizedName("Asclepius College"), ShortName = "AC", Zone = "Europe/Athens" });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri At(string address) => new(address, UriKind.Relative);

    [Theory]
    [InlineData("en")]
    [InlineData("el")]
    [InlineData("ar")]
    public async Task Every_page_draws_with_one_heading_and_no_missing_word(string language)
    {
        var room = await school.Classroom(2);
        var learner = await school.Learner(room);
        using var reading = await school.Browser(learner);
        using var teaching = await school.Browser(room.Teacher);
        var (slug, code) = (room.Course.Slug, room.Section.Code);
        (HttpClient Who, string Address)[] pages =
        [
            (reading, "/courses"), (reading, $"/courses/{slug}/{code}"), (reading, $"/courses/{slug}/{code}/lessons/{room.Lessons[0]}"), (reading, "/record/certificates"), (reading, "/today"),
            (teaching, $"/courses/{slug}/edit"), (teaching, $"/courses/{slug}/edit/lessons/{room.Master[0]}"), (teaching, $"/teach/{slug}/{code}/progress"),
        ];
        foreach (var (who, address) in pages)
        {
            // The account's own language holds before what the browser asks for; a choice made here holds before both.
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Cookie", $"{who.DefaultRequestHeaders.GetValues("Cookie").Single()}; lyceum-language={language}" } } };
            var answer = await who.SendAsync(request, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode} {answer.Headers.Location}\n{html[..Math.Min(2000, html.Length)]}");
            Assert.True(Heading().Count(html) == 1, $"{address} has {Heading().Count(html)} h1");
            Assert.Empty(MissingWord().Matches(html).Select(m => $"{address}: {m.Value}"));
            Assert.DoesNotMatch("<[^>]* (style|on[a-z]+)=\"", html);
            Assert.Contains($"lang=\"{language}\"", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/courses")]
    [InlineData("/grades")]
    [InlineData("/record/certificates")]
    [InlineData("/notifications")]
    public async Task A_place_in_a_list_that_cannot_be_read_is_said_and_is_not_an_empty_list(string list)
    {
        using var learner = await school.Browser(await school.Learner(await school.Classroom(1)));
        var answer = await learner.GetAsync(At(list + "?cursor=zzz"), Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("class=\"ly-oops\"", html, StringComparison.Ordinal);
        Assert.Contains("This place in the list is not known.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"ly-blank\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_counts_its_units_and_lessons_and_begins_its_states_with_a_capital()
    {
        var room = await school.Classroom(2);
        using var learner = await school.Browser(await school.Learner(room));
        var html = await learner.GetStringAsync(At($"/courses/{room.Course.Slug}/{room.Section.Code}"), Ct);
        Assert.Contains("1 unit, 2 lessons", html, StringComparison.Ordinal);
        Assert.Contains("Not started", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_a_button_finishes_a_lesson_and_leads_to_the_next()
    {
        var room = await school.Classroom(2);
        var learner = await school.Learner(room);
        using var reading = await school.Browser(learner);
        var here = $"/courses/{room.Course.Slug}/{room.Section.Code}/lessons/{room.Lessons[0]}";
        var fields = Hidden(await reading.GetStringAsync(At(here), Ct));

        var answer = await reading.PostAsync(At($"{here}/done"), new FormUrlEncodedContent(fields), Ct);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith($"/lessons/{room.Lessons[1]}", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await school.Read(db => db.SectionProgress.Where(p => p.PersonId == learner.Id).Select(p => p.Completed).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_teacher_writes_moves_and_publishes_with_plain_forms()
    {
        var room = await school.Classroom(2);
        using var teaching = await school.Browser(room.Teacher);
        var editor = $"/courses/{room.Course.Slug}/edit";
        var fields = Hidden(await teaching.GetStringAsync(At(editor), Ct));

        (fields["unit"], fields["to"], fields["back"]) = (room.Unit.ToString(), $"{room.Master[1]}:0", "");
        var moved = await teaching.PostAsync(At($"{editor}/lessons/move"), new FormUrlEncodedContent(fields), Ct);
        Assert.EndsWith($"?moved={room.Master[1]}", moved.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await school.Read(db => db.Lessons.Where(l => l.Id == room.Master[1]).Select(l => l.Position).SingleAsync(Ct)));

        (fields["kind"], fields["title"]) = ("text", "Third");
        var added = await teaching.PostAsync(At($"{editor}/units/{room.Unit}/lessons"), new FormUrlEncodedContent(fields), Ct);
        var address = added.Headers.Location!.ToString();
        var form = Hidden(await teaching.GetStringAsync(At(address), Ct));
        (form["Model.Title"], form["Model.Body"], form["Model.Minutes"]) = ("Third", "## Hello\n\nSome words.", "7");
        var saved = await teaching.PostAsync(At(address), new FormUrlEncodedContent(form), Ct);
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync(Ct));
        (form["Model.Title"], form["Model.Minutes"]) = ("Late", "9");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await teaching.PostAsync(At(address), new FormUrlEncodedContent(form), Ct)).StatusCode);
        await teaching.PostAsync(At($"{address}/publish"), new FormUrlEncodedContent(fields), Ct);
        await teaching.PostAsync(At($"{editor}/sections"), new FormUrlEncodedContent(fields), Ct);
        Assert.Equal(3, (await school.LessonsOf(room.Section)).Count);
    }

    [Theory]
    [InlineData("file", "notes.txt", "/file?purpose=document")]
    [InlineData("video", "film.mp4", "/file?purpose=media")]
    public async Task The_form_of_the_lesson_editor_brings_its_file(string kind, string name, string action)
    {
        var room = await school.Classroom(1);
        var unit = await school.Database.Value<Guid>($"SELECT unit_id FROM learning.lessons WHERE id = '{room.Master[0]}'");
        var lesson = await school.Do(new AddLesson(unit, kind, "With a file", 0), AddingLessons.Handle);
        using var teacher = await school.Browser(room.Teacher);
        var editor = $"/courses/{room.Course.Slug}/edit/lessons/{lesson.Id}";
        Assert.Contains($"action=\"{editor}{action}\"", await teacher.GetStringAsync(At(editor), Ct), StringComparison.Ordinal);
        using var body = Lyceum.Tests.Files.FilesSchool.Body(kind == "video" ? [.. Lyceum.Tests.Files.Samples.Mp4Head, .. new byte[64]] : Lyceum.Tests.Files.Samples.Text("Two fixed points."), name);
        var answer = await teacher.PostAsync(At(editor + action), body, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(name, await school.Database.Value<string>($"SELECT f.name FROM learning.lessons l JOIN platform.files f ON f.id = l.file_id WHERE l.id = '{lesson.Id}'"));
    }

    [Fact]
    public async Task The_editor_of_a_course_and_the_pages_of_its_section_lead_to_the_lessons()
    {
        var room = await school.Classroom(1);
        using var teacher = await school.Browser(room.Teacher);
        foreach (var address in (string[])[$"/admin/courses/{room.Course.Slug}", $"/teach/{room.Course.Slug}/{room.Section.Code}/progress"])
            Assert.Contains($"href=\"/courses/{room.Course.Slug}/edit\"", await teacher.GetStringAsync(At(address), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_is_open_to_a_visitor_and_nothing_else_is()
    {
        var room = await school.Classroom(2);
        await school.Do(new ChangeLesson(room.Master[0], "Open to all", 5, "Welcome", null, null, true), ChangingLessons.Handle);
        using var visitor = school.Visitor("text/html");
        var open = await visitor.GetAsync(At($"/catalogue/{room.Course.Slug}/lessons/{room.Master[0]}"), Ct);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Contains("Open to all", await open.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(At($"/catalogue/{room.Course.Slug}/lessons/{room.Master[1]}"), Ct)).StatusCode);
        using var stranger = await school.Browser(await school.Person());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(At($"/courses/{room.Course.Slug}/{room.Section.Code}"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(At($"/courses/{room.Course.Slug}/{room.Section.Code}/lessons/{room.Lessons[0]}"), Ct)).StatusCode);
    }

    private static Dictionary<string, string> Hidden(string html)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (Match input in HiddenInput().Matches(html)) fields[Name().Match(input.Value).Groups[1].Value] = WebUtility.HtmlDecode(Value().Match(input.Value).Groups[1].Value);
        return fields;
    }

    [GeneratedRegex("<h1[ >]", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@">\s*(learning|academics|platform|ui)\.[a-z._-]+\s*<", RegexOptions.None, 1000)]
    private static partial Regex MissingWord();

    [GeneratedRegex("<input type=\"hidden\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex HiddenInput();

    [GeneratedRegex(" name=\"([^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Value();
}

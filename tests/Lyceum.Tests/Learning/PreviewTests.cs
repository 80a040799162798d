using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Learning;

public sealed class PreviewTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_for_those_signed_in_sends_a_visitor_to_the_sign_in()
    {
        var room = await school.Classroom(1);
        using var author = await school.Bearer(room.Teacher);
        var lesson = room.Master[0];
        var saved = await author.PutAsJsonAsync($"/api/v1/lessons/{lesson}", new { title = "Members first", minutes = 5, body = "The secret of the reed.", isPreview = true, previewFor = "signedIn" }, Ct);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal("signed_in", await school.Database.Value<string>($"SELECT preview_for FROM learning.lessons WHERE id = '{lesson}'"));
        Assert.Equal("signedIn", (string)(await (await author.GetAsync($"/api/v1/lessons/{lesson}/source", Ct)).Body())["previewFor"]!);

        using var visitor = school.Visitor();
        var refused = await visitor.GetAsync($"/api/v1/courses/{room.Course.Slug}/previews/{lesson}", Ct);
        Assert.Equal((HttpStatusCode.Unauthorized, "platform.access.not_signed_in"), (refused.StatusCode, await refused.Code()));
        using var pages = school.Visitor("text/html");
        var page = await pages.GetAsync(Page(room.Course, lesson), Ct);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Contains("/sign-in?return=", page.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("reed", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("Read before enrolling, when signed in", await pages.GetStringAsync($"/catalogue/{room.Course.Slug}", Ct), StringComparison.Ordinal);

        using var anybody = await school.Browser(await school.Person());
        Assert.Contains("The secret of the reed.", await anybody.GetStringAsync(Page(room.Course, lesson), Ct), StringComparison.Ordinal);
        using var elsewhere = await school.SignedIn();
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/api/v1/courses/another/previews/{lesson}", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_preview_until_enrolment_closes_ends_with_it_in_its_text_its_files_and_the_plan()
    {
        var term = await school.Term();
        var course = await school.Course(term: term.Id);
        var unit = await school.Do(new AddUnit(course.Slug, "Unit"), AddingUnits.Handle);
        var lesson = await school.Lesson(unit.Id, "Taster");
        var other = await school.Lesson(unit.Id, "Always");
        var hash = new string('a', 64);
        await school.Do(new ChangeLesson(lesson, "Taster", 5, $"The secret of the lyre.\n\n![Lyre](file:{hash}.png)", null, null, true, PreviewFor.UntilClosing), ChangingLessons.Handle);
        await school.Do(new ChangeLesson(other, "Always", 5, $"Here.\n\n![Lyre](file:{hash}.png)", null, null, true), ChangingLessons.Handle);
        using var visitor = school.Visitor("text/html");
        using var api = school.Visitor();
        var address = $"/api/v1/courses/{course.Slug}/previews/{lesson}";

        // The window closes in nine days; ten minutes before that a link lasts a quarter of an hour, not two hours.
        school.Clock.Advance(TimeSpan.FromDays(9) - TimeSpan.FromMinutes(10));
        try
        {
            Assert.Contains("Read until enrolment closes", await visitor.GetStringAsync($"/catalogue/{course.Slug}", Ct), StringComparison.Ordinal);
            var short_ = Link((string)(await (await api.GetAsync(address, Ct)).Body())["html"]!);
            var long_ = Link((string)(await (await api.GetAsync($"/api/v1/courses/{course.Slug}/previews/{other}", Ct)).Body())["html"]!);
            Assert.Equal((true, true), (await Lasts(short_), await Lasts(long_)));

            school.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.Equal((false, true), (await Lasts(short_), await Lasts(long_)));
            var over = await api.GetAsync(address, Ct);
            Assert.Equal((HttpStatusCode.Gone, "learning.preview.over"), (over.StatusCode, await over.Code()));
            var page = await visitor.GetAsync(Page(course, lesson), Ct);
            Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
            var said = await page.Content.ReadAsStringAsync(Ct);
            Assert.Contains("Enrolment has closed", said, StringComparison.Ordinal);
            Assert.DoesNotContain("lyre", said, StringComparison.OrdinalIgnoreCase);
            var plan = await visitor.GetStringAsync($"/catalogue/{course.Slug}", Ct);
            Assert.DoesNotContain(lesson.ToString(), plan, StringComparison.Ordinal);
            Assert.Contains(other.ToString(), plan, StringComparison.Ordinal);

            // An open section without a term never closes: the preview is back.
            await school.Do(new CreateSection(course.Id, null, new SectionDetails("open")), CreatingSections.Handle);
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(address, Ct)).StatusCode);
        }
        finally
        {
            school.Clock.Advance(TimeSpan.FromDays(-9) - TimeSpan.FromMinutes(20));
        }
    }

    [Fact]
    public async Task The_editor_offers_the_condition_and_a_copy_of_the_outline_keeps_it()
    {
        var room = await school.Classroom(1);
        using var browser = await school.Browser(room.Teacher);
        var address = $"/courses/{room.Course.Slug}/edit/lessons/{room.Master[0]}";
        Assert.Contains("Everybody, until enrolment closes", await browser.GetStringAsync(address, Ct), StringComparison.Ordinal);
        var version = await school.Database.Value<int>($"SELECT version FROM learning.lessons WHERE id = '{room.Master[0]}'");
        var sent = await school.PostForm(address, new()
        {
            ["_handler"] = "lesson", ["Model.Version"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture), ["Model.Title"] = "Lesson", ["Model.Minutes"] = "5", ["Model.Body"] = "Words", ["Model.IsPreview"] = "true", ["Model.PreviewFor"] = "UntilClosing",
        }, browser);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        await school.Do(new UpdateSectionOutline(room.Section.Id), UpdatingSectionOutlines.Handle);
        var copy = await school.Do(new CopyCourse(room.Course.Id, new NewCopy("PRE 1", new("Copy of previews"))), CopyingCourses.Handle);
        Assert.Equal(3, await school.Database.Value<long>($"SELECT count(*) FROM learning.lessons l JOIN learning.outlines o ON o.id = l.outline_id WHERE o.course_id IN ('{room.Course.Id}', '{copy.Course.Id}') AND l.preview_for = 'until_closing'"));
    }

    private static string Page(CourseView course, Guid lesson) => $"/catalogue/{course.Slug}/lessons/{lesson}";

    private static string Link(string html) => Regex.Match(html, "src=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    /// <summary>There is no such content, which only a link that has not ended is told; one that has ended is told that.</summary>
    private async Task<bool> Lasts(string link)
    {
        using var visitor = school.Visitor();
        var answer = await visitor.GetAsync(WebUtility.HtmlDecode(link), Ct);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.Gone]);
        return answer.StatusCode == HttpStatusCode.NotFound;
    }
}

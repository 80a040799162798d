using System.Net;
using System.Net.Http.Json;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.Academics;

public sealed class CourseTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instructor_makes_a_course_teaches_it_and_alone_sees_its_draft()
    {
        using var instructor = await school.SignedIn(Role.Instructor);
        using var other = await school.SignedIn(Role.Instructor);
        using var visitor = school.Visitor();
        var made = await instructor.PostAsJsonAsync("/api/v1/courses", new { course = new { code = "ECG 1", language = "en", title = new { en = "Reading an ECG" }, category = "Emergency" } }, Ct);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var (id, slug) = ((string)(await made.Body())["id"]!, (string)(await made.Body())["slug"]!);
        Assert.Equal("reading-an-ecg", slug);

        var page = await (await instructor.GetAsync($"/api/v1/courses/{slug}", Ct)).Body();
        Assert.Equal("open", (string)page["sections"]![0]!["code"]!);
        Assert.Single(page["teachers"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/v1/courses/{slug}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/api/v1/courses/{slug}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/api/v1/courses/{slug}/publication", null, Ct)).StatusCode);

        var gaps = await instructor.PostAsync($"/api/v1/courses/{slug}/publication", null, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, gaps.StatusCode);
        var body = await gaps.Body();
        Assert.Equal("academics.course.not_ready", (string)body["code"]!);
        Assert.Contains(body["errors"]!.AsArray(), e => (string)e!["code"]! == "academics.course.gap.summary");
    }

    [Fact]
    public async Task Titles_that_differ_by_signs_do_not_collide_and_equal_ones_are_numbered()
    {
        var (sharp, plus, c, again) = (await school.Course("C#"), await school.Course("C++"), await school.Course("C"), await school.Course("C#"));
        Assert.Equal(("c-sharp", "c-plus-plus", "c", "c-sharp-2"), (sharp.Slug, plus.Slug, c.Slug, again.Slug));
        Assert.Equal("مبادئ-علم-الأدوية", (await school.Course("مبادئ علم الأدوية")).Slug);
    }

    [Fact]
    public async Task A_renamed_course_redirects_from_every_name_it_had()
    {
        var course = await school.Course("First name");
        foreach (var name in (string[])["second-name", "τρίτο-όνομα"])
        {
            var now = await school.Read(db => db.Courses.AsNoTracking().SingleAsync(x => x.Id == course.Id, Ct));
            await school.Do(new ChangeCourse(course.Id, Details(now) with { Slug = name }), ChangingCourses.Handle);
        }
        using var visitor = school.Visitor();
        foreach (var old in (string[])["first-name", "second-name"])
        {
            var answer = await visitor.GetAsync($"/api/v1/courses/{old}", Ct);
            Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
            Assert.Equal($"/api/v1/courses/{Uri.EscapeDataString("τρίτο-όνομα")}", answer.Headers.Location?.OriginalString);
        }
        using var reader = school.Visitor("text/html");
        Assert.Equal(HttpStatusCode.MovedPermanently, (await reader.GetAsync("/catalogue/first-name", Ct)).StatusCode);

        // A name it once had is its own to take back, and nobody else's.
        var other = await school.Course("Another");
        var row = await school.Read(db => db.Courses.AsNoTracking().SingleAsync(x => x.Id == other.Id, Ct));
        Assert.Equal("academics.course.slug_taken", (await school.Try(school.Everything, new ChangeCourse(other.Id, Details(row) with { Slug = "first-name" }), ChangingCourses.Handle)).Refusal?.Code);
        var mine = await school.Read(db => db.Courses.AsNoTracking().SingleAsync(x => x.Id == course.Id, Ct));
        Assert.Equal("first-name", (await school.Do(new ChangeCourse(course.Id, Details(mine) with { Slug = "first-name" }), ChangingCourses.Handle)).Slug);
    }

    [Fact]
    public async Task A_change_of_an_old_version_is_refused_as_stale()
    {
        var course = await school.Course();
        using var admin = await school.SignedIn(Role.Administrator);
        admin.DefaultRequestHeaders.Add("If-Match", "\"1\"");
        var answer = await admin.PutAsJsonAsync($"/api/v1/courses/{course.Slug}", new { code = course.Code, language = "en", title = new { en = "New" }, category = "Testing" }, Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal("platform.request.stale_version", await answer.Code());
    }

    [Fact]
    public async Task A_course_with_learners_is_not_archived_and_a_withdrawn_one_leaves_the_catalogue()
    {
        var course = await school.Course();
        var section = await school.SectionOf(course);
        var person = await school.Person();
        await school.Do(new Lyceum.Academics.Enrolments.Enrol(section.Id, person.Id), Lyceum.Academics.Enrolments.Enrolling.Handle);
        Assert.Equal("academics.course.has_learners", (await school.Try(school.Everything, new ArchiveCourse(course.Id), ArchivingCourses.Archive)).Refusal?.Code);
        await school.Do(new WithdrawCourse(course.Id), PublishingCourses.Withdraw);
        using var visitor = school.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/api/v1/courses/{course.Slug}", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_catalogue_is_searched_in_every_language_and_narrowed()
    {
        await school.Do(new PublishCourse((await school.Do(new CreateCourse(new CourseDetails("NUR 9", "el", new LocalizedName("Wound care", El: "Φροντίδα τραυμάτων"), "Nursing")
        {
            Summary = new LocalizedName("s"), Difficulty = Difficulty.Advanced, Announced = [new AnnouncedUnit("u", ["l"])],
        }), CreatingCourses.Handle)).Id), PublishingCourses.Publish);
        using var visitor = school.Visitor();
        foreach (var query in (string[])["q=τραυμάτων", "q=WOUND", "category=Nursing", "difficulty=advanced", "language=el", "q=nur%209&language=el"])
        {
            var body = await (await visitor.GetAsync($"/api/v1/courses?{query}", Ct)).Body();
            Assert.True(body["items"] is not null, $"{query}: {body}");
            var items = body["items"]!.AsArray();
            Assert.Equal("NUR 9", (string)Assert.Single(items)!["code"]!);
        }
        Assert.Empty((await (await visitor.GetAsync("/api/v1/courses?q=%25", Ct)).Body())["items"]!.AsArray());
    }

    private static CourseDetails Details(Course c) => new(c.Code, c.Language, c.Title, c.Category) { Summary = c.Summary, Announced = c.Announced };
}

using System.Text.Json.Nodes;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform.Localization;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Academics;

/// <summary>Courses, terms and sections for tests, made through the door.</summary>
internal static class Teaching
{
    private static int number;

    extension(School school)
    {
        /// <summary>A published course; self-paced, or with a planned section in the term.</summary>
        public async Task<CourseView> Course(string? title = null, Guid? term = null, bool published = true)
        {
            var n = Interlocked.Increment(ref number);
            var details = new CourseDetails($"T {n:0000}", "en", new LocalizedName(title ?? $"Course number {n}"), "Testing")
            {
                Summary = new LocalizedName("What it is about"),
                Announced = [new AnnouncedUnit("First unit", ["First lesson"])],
            };
            var course = await school.Do(new CreateCourse(details, term), CreatingCourses.Handle);
            return published ? await school.Do(new PublishCourse(course.Id), PublishingCourses.Publish) : course;
        }

        /// <summary>The course's one section.</summary>
        public Task<Section> SectionOf(CourseView course) =>
            school.Read(db => Task.FromResult(db.Sections.Single(s => s.CourseId == course.Id)));

        /// <summary>Sets how many may come.</summary>
        public async Task<Section> Capacity(CourseView course, int capacity)
        {
            var section = await school.SectionOf(course);
            await school.Do(new ChangeSection(section.Id, new SectionDetails(section.Code) { Capacity = capacity, StartsOn = section.StartsOn, EndsOn = section.EndsOn }), ChangingSections.Handle);
            return await school.SectionOf(course);
        }

        /// <summary>A planned term whose window is open for ten days from yesterday.</summary>
        public async Task<TermView> Term()
        {
            var n = Interlocked.Increment(ref number);
            var today = DateOnly.FromDateTime(school.Clock.GetUtcNow().UtcDateTime);
            return await school.Do(
                new CreateTerm(new TermDetails($"term-{n}", new LocalizedName($"Term {n}"), today.AddDays(5), today.AddDays(100), school.Clock.GetUtcNow().AddDays(-1), school.Clock.GetUtcNow().AddDays(9))),
                CreatingTerms.Handle);
        }
    }

    /// <summary>The body of an answer, as JSON.</summary>
    public static async Task<JsonObject> Body(this HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();

    /// <summary>The code of a refusal.</summary>
    public static async Task<string> Code(this HttpResponseMessage answer) => (string)(await answer.Body())["code"]!;
}

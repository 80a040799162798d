using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Academics.Courses;
using Lyceum.Platform.Localization;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Lyceum.Platform.Database;
using Lyceum.Academics;

namespace Lyceum.Tests.Academics;

public sealed class CatalogueTests(CatalogueTests.WithCourses school) : IClassFixture<CatalogueTests.WithCourses>
{
    public class WithCourses : School
    {
        protected override async Task Arrange()
        {
            await using var scope = Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<LyceumDb>();
            for (var i = 1; i <= 25; i++)
            {
                var course = new Course
                {
                    Code = $"TST {i:000}",
                    Slug = $"test-{i}",
                    Language = "en",
                    Title = new LocalizedName($"Course {i}", Ar: $"مقرر {i}"),
                    Summary = new LocalizedName("About it"),
                    Category = "Testing",
                    CreatedAt = Clock.GetUtcNow(),
                };
                if (i != 13) course.Publish(Clock.GetUtcNow());
                db.Courses.Add(course);
            }
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Pages_by_cursor_show_every_published_course_once()
    {
        using var visitor = school.Visitor();
        List<string> codes = [];
        var next = "";
        do
        {
            var page = await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/courses?limit=7&cursor={next}", TestContext.Current.CancellationToken);
            codes.AddRange(page!["items"]!.AsArray().Select(i => (string)i!["code"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        Assert.Equal(24, codes.Count);
        Assert.DoesNotContain("TST 013", codes);
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public async Task The_default_page_holds_20() =>
        Assert.Equal(20, (await Json("/api/v1/courses"))["items"]!.AsArray().Count);

    [Theory]
    [InlineData("cursor=notours")]
    [InlineData("cursor=%00")]
    [InlineData("limit=many")]
    public async Task A_request_that_cannot_be_read_is_400_with_a_code(string query)
    {
        using var visitor = school.Visitor();
        var answer = await visitor.GetAsync(new Uri($"/api/v1/courses?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        Assert.StartsWith("platform.request.", (string)problem!["code"]!, StringComparison.Ordinal);
    }

    private async Task<JsonObject> Json(string address)
    {
        using var visitor = school.Visitor();
        return (await visitor.GetFromJsonAsync<JsonObject>(address, TestContext.Current.CancellationToken))!;
    }
}

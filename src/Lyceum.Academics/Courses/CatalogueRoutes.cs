using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics.Courses;

internal static class CatalogueRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var courses = api.MapGroup("/courses");
        courses.MapGet("/", CatalogueQueries.List).Open("the catalogue of published courses is public");
        courses.MapGet("/{slug}", Read).Open("a published course is public; a draft is shown only to those who may edit it");
        courses.MapPost("/", (CreateCourse body, Door door) => door.Run(body, CreatingCourses.Handle)).Does<CreateCourse>();
        courses.MapPut("/{id:guid}", (Guid id, CourseDetails body, Door door) => door.Run(new ChangeCourse(id, body), ChangingCourses.Handle)).Does<ChangeCourse>();
        courses.MapPost("/{id:guid}/publication", (Guid id, Door door) => door.Run(new PublishCourse(id), PublishingCourses.Publish)).Does<PublishCourse>();
        courses.MapPost("/{id:guid}/withdrawal", (Guid id, Door door) => door.Run(new WithdrawCourse(id), PublishingCourses.Withdraw)).Does<WithdrawCourse>();
        courses.MapPost("/{id:guid}/archiving", (Guid id, Door door) => door.Run(new ArchiveCourse(id), PublishingCourses.Archive)).Does<ArchiveCourse>();
        api.MapGet("/managed-courses", CourseQueries.Managed).Requires(AcademicsPermissions.EditCourse);
    }

    /// <summary>A slug the course no longer has leads to the one it has now.</summary>
    private static async Task<IResult> Read(string slug, LyceumDb db, Call call, TimeProvider clock, CancellationToken ct)
    {
        var page = await CourseQueries.Read(slug, db, call, clock, ct);
        if (page.Refusal == CourseErrors.NotFound && await CourseQueries.NewAddress(slug, db, ct) is { } now)
            return TypedResults.Redirect($"/api/v1/courses/{Uri.EscapeDataString(now)}", permanent: true);
        return page;
    }
}

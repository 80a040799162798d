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
        courses.MapPost("/", (CreateCourse body, Door door) => door.Run(body, CreatingCourses.Handle)).Does<CreateCourse>();
        var course = courses.MapGroup("/{course}");
        course.MapGet("", Read).Open("a published course is public; a draft is shown only to those who may edit it");
        course.MapPut("", async (string course, CourseDetails body, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new ChangeCourse(await CourseQueries.IdOf(course, db, ct), body), ChangingCourses.Handle)).Does<ChangeCourse>();
        course.MapPost("/publication", async (string course, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new PublishCourse(await CourseQueries.IdOf(course, db, ct)), PublishingCourses.Publish)).Does<PublishCourse>();
        course.MapPost("/withdrawal", async (string course, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new WithdrawCourse(await CourseQueries.IdOf(course, db, ct)), PublishingCourses.Withdraw)).Does<WithdrawCourse>();
        course.MapPost("/archiving", async (string course, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new ArchiveCourse(await CourseQueries.IdOf(course, db, ct)), ArchivingCourses.Archive)).Does<ArchiveCourse>();
        course.MapPost("/return", async (string course, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new BringBackCourse(await CourseQueries.IdOf(course, db, ct)), ArchivingCourses.BringBack)).Does<BringBackCourse>();
        course.MapPost("/copies", async (string course, NewCopy body, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new CopyCourse(await CourseQueries.IdOf(course, db, ct), body), CopyingCourses.Handle)).Does<CopyCourse>();
        api.MapGet("/managed-courses", CourseQueries.Managed).Requires(AcademicsPermissions.EditCourse);
    }

    /// <summary>A slug the course no longer has leads to the one it has now.</summary>
    private static async Task<IResult> Read(string course, LyceumDb db, Call call, TimeProvider clock, CancellationToken ct)
    {
        var page = await CourseQueries.Read(course, db, call, clock, ct);
        if (page.Refusal == CourseErrors.NotFound && await CourseQueries.NewAddress(course, db, ct) is { } now)
            return TypedResults.Redirect($"/api/v1/courses/{Uri.EscapeDataString(now)}", permanent: true);
        return page;
    }
}

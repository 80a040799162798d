using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics.Sections;

/// <summary>A section to be made: the course stands in the address.</summary>
public sealed record NewSection(SectionDetails Section, Guid? TermId = null);

/// <summary>What somebody does in a section; who and where stand in the address.</summary>
public sealed record TeacherDuty(TeachingDuty Duty);

internal static class SectionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/courses/{course}/sections", async (string course, NewSection body, Door door, LyceumDb db, CancellationToken ct) =>
            await door.Run(new CreateSection(await CourseQueries.IdOf(course, db, ct), body.TermId, body.Section), CreatingSections.Handle)).Does<CreateSection>();
        api.MapGet("/teaching", SectionQueries.Teaching).Requires(AcademicsPermissions.Teach);
        var sections = api.MapGroup("/sections/{id:guid}");
        sections.MapGet("", SectionQueries.Read).Requires(AcademicsPermissions.ReadRoster);
        sections.MapPut("", (Guid id, SectionDetails body, Door door) => door.Run(new ChangeSection(id, body), ChangingSections.Handle)).Does<ChangeSection>();
        sections.MapPost("/opening", (Guid id, Door door) => door.Run(new OpenSection(id), ChangingSections.Open)).Does<OpenSection>();
        sections.MapPost("/closing", (Guid id, Door door) => door.Run(new CloseSection(id), ChangingSections.Close)).Does<CloseSection>();
        sections.MapPut("/teachers/{person:guid}", (Guid id, Guid person, TeacherDuty body, Door door) => door.Run(new NameTeacher(id, person, body.Duty), NamingTeachers.Name)).Does<NameTeacher>();
        sections.MapDelete("/teachers/{person:guid}", (Guid id, Guid person, Door door) => door.Run(new RemoveTeacher(id, person), NamingTeachers.Remove)).Does<RemoveTeacher>();
        sections.MapGet("/wait-list", RosterQueries.WaitList).Requires(AcademicsPermissions.ReadRoster);
        sections.MapGet("/enrolments", RosterQueries.List).Requires(AcademicsPermissions.ReadRoster);
        sections.MapPost("/enrolments", (Guid id, NewEnrolment body, Door door) => door.Run(new Enrol(id, body.PersonId, body.OrWait), Enrolling.Handle)).Does<Enrol>();
    }
}

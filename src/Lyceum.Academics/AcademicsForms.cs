using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics;

/// <summary>The buttons of Academics' pages; each repeats its command's rule and carries the antiforgery token.</summary>
internal static class AcademicsForms
{
    public static void Map(IEndpointRouteBuilder web)
    {
        web.MapPost("/catalogue/{slug}/enrol", async (string slug, [FromForm] Guid section, Door door) =>
            (await door.Run(new Enrol(section), Enrolling.Handle)).Back($"/catalogue/{Part(slug)}")).Does<Enrol>();
        web.MapPost("/catalogue/{slug}/wait", async (string slug, [FromForm] Guid section, Door door) =>
            (await door.Run(new Enrol(section, OrWait: true), Enrolling.Handle)).Back($"/catalogue/{Part(slug)}")).Does<Enrol>();
        web.MapPost("/catalogue/{slug}/drop", async (string slug, [FromForm] Guid enrolment, Door door) =>
            (await door.Run(new Drop(enrolment), EndingEnrolments.Drop)).Back($"/catalogue/{Part(slug)}")).Does<Drop>();

        web.MapPost("/terms/open", async ([FromForm] Guid id, Door door) => (await door.Run(new OpenTerm(id), MovingTerms.Open)).Back("/terms")).Does<OpenTerm>();
        web.MapPost("/terms/close", async ([FromForm] Guid id, Door door) => (await door.Run(new CloseTerm(id), MovingTerms.Close)).Back("/terms")).Does<CloseTerm>();

        var course = web.MapGroup("/admin/courses/{slug}");
        course.MapPost("/publish", async (string slug, [FromForm] Guid id, Door door) => (await door.Run(new PublishCourse(id), PublishingCourses.Publish)).Back($"/admin/courses/{Part(slug)}")).Does<PublishCourse>();
        course.MapPost("/withdraw", async (string slug, [FromForm] Guid id, Door door) => (await door.Run(new WithdrawCourse(id), PublishingCourses.Withdraw)).Back($"/admin/courses/{Part(slug)}")).Does<WithdrawCourse>();
        course.MapPost("/archive", async (string slug, [FromForm] Guid id, Door door) => (await door.Run(new ArchiveCourse(id), ArchivingCourses.Archive)).Back($"/admin/courses/{Part(slug)}/archiving")).Does<ArchiveCourse>();
        course.MapPost("/bring-back", async (string slug, [FromForm] Guid id, Door door) => (await door.Run(new BringBackCourse(id), ArchivingCourses.BringBack)).Back($"/admin/courses/{Part(slug)}")).Does<BringBackCourse>();
        // Not below /sections: there stands a section's own page, and the one without a term has the code open.
        course.MapPost("/section-opening", async (string slug, [FromForm] Guid id, Door door) => (await door.Run(new OpenSection(id), ChangingSections.Open)).Back($"/admin/courses/{Part(slug)}")).Does<OpenSection>();
        course.MapPost("/section-closing", async (string slug, [FromForm] Guid id, Door door) => (await door.Run(new CloseSection(id), ChangingSections.Close)).Back($"/admin/courses/{Part(slug)}")).Does<CloseSection>();

        var roster = web.MapGroup("/teach/{course}/{section}/roster");
        roster.MapPost("/withdraw", async (string course, string section, [FromForm] Guid enrolment, Door door) =>
            (await door.Run(new Withdraw(enrolment), EndingEnrolments.Withdraw)).Back($"/teach/{Part(course)}/{Part(section)}/roster")).Does<Withdraw>();
        roster.MapPost("/complete", async (string course, string section, [FromForm] Guid enrolment, Door door) =>
            (await door.Run(new CompleteEnrolment(enrolment), EndingEnrolments.Complete)).Back($"/teach/{Part(course)}/{Part(section)}/roster")).Does<CompleteEnrolment>();
    }

    private static string Part(string word) => Uri.EscapeDataString(word);
}

using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Academics.Enrolments;

/// <summary>Who is to be enrolled; without a person oneself. With <c>orWait</c> a full section puts them on its wait list.</summary>
public sealed record NewEnrolment(Guid? PersonId = null, bool OrWait = false);

internal static class EnrolmentRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var enrolments = api.MapGroup("/enrolments");
        enrolments.MapGet("/", EnrolmentQueries.Mine).Requires(AcademicsPermissions.Enrol);
        enrolments.MapGet("/{id:guid}", EnrolmentQueries.Read).Requires(AcademicsPermissions.Enrol);
        enrolments.MapPost("/{id:guid}/drop", (Guid id, Door door) => door.Run(new Drop(id), EndingEnrolments.Drop)).Does<Drop>();
        enrolments.MapPost("/{id:guid}/withdrawal", (Guid id, Door door) => door.Run(new Withdraw(id), EndingEnrolments.Withdraw)).Does<Withdraw>();
        enrolments.MapPost("/{id:guid}/completion", (Guid id, Door door) => door.Run(new CompleteEnrolment(id), EndingEnrolments.Complete)).Does<CompleteEnrolment>();
    }
}

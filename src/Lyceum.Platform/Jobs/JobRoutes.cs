using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Jobs;

internal static class JobRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/ops/jobs");
        jobs.MapGet("/", JobQueries.List).Requires(PlatformPermissions.Operate);
        jobs.MapPost("/{id:guid}/retry", (Guid id, Door door) => door.Run(new RetryJob(id), RetryingJobs.Handle)).Does<RetryJob>();
        jobs.MapPost("/{id:guid}/discard", (Guid id, Door door) => door.Run(new DiscardJob(id), DiscardingJobs.Handle)).Does<DiscardJob>();
    }
}

using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Notifications;

internal static class NotificationRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var notifications = api.MapGroup("/notifications");
        notifications.MapGet("/", NotificationQueries.List).Requires(PlatformPermissions.ReadNotifications);
        notifications.MapPost("/{id:guid}/read", (Guid id, Door door) => door.Run(new ReadNotification(id), ReadingNotifications.Handle)).Does<ReadNotification>();
        notifications.MapPost("/read-all", (Door door) => door.Run(new ReadAllNotifications(), ReadingAllNotifications.Handle)).Does<ReadAllNotifications>();
    }
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Notifications;

/// <summary>The refusals about notifications.</summary>
public static class NotificationErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.notification.not_found");
}

/// <summary>Marks one of one's own notifications as read.</summary>
[Requires(PlatformPermissions.ReadNotifications), InPerson]
public sealed record ReadNotification(Guid NotificationId);

public static class ReadingNotifications
{
    public static async Task<Result<Done>> Handle(ReadNotification command, Act act)
    {
        var notification = await act.Db.Notifications.OfPerson(act.Actor).SingleOrDefaultAsync(n => n.Id == command.NotificationId, act.Ct);
        if (notification is null) return NotificationErrors.NotFound;
        notification.Read(act.Now);
        return Done.It;
    }
}

/// <summary>Marks all one's own notifications as read.</summary>
[Requires(PlatformPermissions.ReadNotifications), InPerson]
public sealed record ReadAllNotifications;

public static class ReadingAllNotifications
{
    public static async Task<Result<Done>> Handle(ReadAllNotifications command, Act act)
    {
        await act.Db.Notifications.OfPerson(act.Actor).Where(n => n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, act.Now), act.Ct);
        return Done.It;
    }
}

using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Database;

internal static class ModeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/ops/mode", (SystemMode mode) => (Result<ModeView>)mode.Current).Requires(PlatformPermissions.Operate);
        api.MapPost("/ops/mode", (SetMode body, Door door) => door.Run(body, SettingModes.Handle)).Does<SetMode>();
    }
}

using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Database;

internal static class ModeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/ops/mode", (SystemMode mode) => (Result<ModeView>)mode.Current)
            .Requires(PlatformPermissions.Operate).WithSummary("Whether the school is read-only, since when and why.");
        api.MapPost("/ops/mode", (SetMode body, Door door) => door.Run(body, SettingModes.Handle)).Does<SetMode>();
    }
}

using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Settings;

/// <summary>A value in the setting's own JSON form.</summary>
public sealed record NewValue(JsonElement Value);

/// <summary>Which change of the history is taken back.</summary>
public sealed record ChangeToUndo(int Change);

internal static class SettingRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var settings = api.MapGroup("/settings").WithTags("Settings");
        settings.MapGet("/", (string? group, LyceumDb db, House house, SchoolSettings now, SchoolEnvironment environment, Call call, CancellationToken ct) => SettingQueries.List(group, db, house, now, environment, call, ct))
            .Requires(PlatformPermissions.ReadSettings).WithSummary("The settings of the school, or of one group: what holds, where it comes from, who set it.");
        settings.MapGet("/{key}", SettingQueries.One).Requires(PlatformPermissions.ReadSettings);
        settings.MapGet("/{key}/history", SettingQueries.History).Requires(PlatformPermissions.ReadSettings);
        settings.MapPut("/{key}", (string key, NewValue body, Door door, House house, SchoolSettings now) => Heard(
            house.Contributions.Settings.Any(s => s.Key == key && s.Kind == SettingKind.Secret)
                ? door.Run(new KeepSecret(key, body.Value), ChangingSettings.Handle) : door.Run(new ChangeSetting(key, body.Value), ChangingSettings.Handle), now))
            .Does<ChangeSetting>().WithSummary("Sets one setting; a secret is kept and never shown again.");
        settings.MapDelete("/{key}", (string key, Door door, SchoolSettings now) => Heard(door.Run(new ResetSetting(key), ChangingSettings.Handle), now)).Does<ResetSetting>();
        settings.MapPost("/{key}/undo", (string key, ChangeToUndo body, Door door, SchoolSettings now) => Heard(door.Run(new UndoSetting(key, body.Change), ChangingSettings.Handle), now)).Does<UndoSetting>();
    }

    /// <summary>Whoever changes a setting finds it in force at their next request, also where the signal is late.</summary>
    internal static async Task<Result<Done>> Heard(Task<Result<Done>> change, SchoolSettings settings)
    {
        var result = await change;
        if (result.Ok) await settings.Look(CancellationToken.None);
        return result;
    }
}

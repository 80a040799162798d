using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Setup;

/// <summary>How far a step is to be.</summary>
public sealed record NewStepState(StepState State);

internal static class SetupRoutes
{
    public static void MapApi(RouteGroupBuilder api)
    {
        var setup = api.MapGroup("/setup").WithTags("Setup");
        setup.MapGet("/steps", async (LyceumDb db, House house, CancellationToken ct) => (Result<SetupView>)await SetupQueries.Read(db, house, ct))
            .Requires(PlatformPermissions.SetUp).WithSummary("How far the set-up of the school is, step by step.");
        setup.MapPut("/steps/{step}", (string step, NewStepState body, Door door) => door.Run(new MarkSetupStep(step, body.State), SettingUpASchool.Handle)).Does<MarkSetupStep>();
        setup.MapPost("/finish", (Door door) => door.Run(new FinishSetup(), SettingUpASchool.Handle)).Does<FinishSetup>();
        setup.MapPost("/mail-test", async (MailTrial trial, CancellationToken ct) => await trial.Send(ct)).Does<NoteMailTest>()
            .WithSummary("Sends a test message to the caller’s own address and says what the mail server answered.");
        setup.MapPost("/backup-folder-test", (FolderToTry body, Door door, IServiceProvider services) => door.Run(new TryBackupFolder(body.Folder), TryingBackupFolders.Handle)).Does<TryBackupFolder>();
    }

    /// <summary>The buttons of the wizard that need no entry.</summary>
    public static void MapForms(IEndpointRouteBuilder web)
    {
        web.MapPost("/admin/setup/skip", async ([FromForm] string step, Door door) =>
        {
            var marked = await door.Run(new MarkSetupStep(step, StepState.Skipped), SettingUpASchool.Handle);
            return TypedResults.LocalRedirect(marked.Ok ? marked.Value.After(step) : "/admin/setup?refused=" + marked.Refusal.Code);
        }).Does<MarkSetupStep>();
        web.MapPost("/admin/setup/finish", async (Door door) =>
        {
            var finished = await door.Run(new FinishSetup(), SettingUpASchool.Handle);
            return TypedResults.LocalRedirect(finished.Ok ? "/today" : "/admin/setup?refused=" + finished.Refusal.Code);
        }).Does<FinishSetup>();
    }
}

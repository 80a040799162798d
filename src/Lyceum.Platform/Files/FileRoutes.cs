using System.Text.Json;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lyceum.Platform.Files;

/// <summary>Who may do what with files.</summary>
public static class FilePermissions
{
    /// <summary>Bring a file of one's own.</summary>
    public const string Upload = "platform.files.upload";

    /// <summary>See a file by its id, without a room that shows it.</summary>
    public const string Read = "platform.files.read";
}

internal static class FilesRoutes
{
    /// <summary>A portrait belongs to whom it shows: it comes by their own route, and one that is nobody's is swept.</summary>
    private static readonly FilePurpose[] Purposes = [FilePurpose.Picture, FilePurpose.Document, FilePurpose.Media];

    public static void Contribute(Contributions add)
    {
        add.Mapping(StoredFile.Map);
        add.Permission(FilePermissions.Upload, (Role.Everyone, Reach.Own));
        add.Permission(FilePermissions.Read, (Role.Everyone, Reach.Own), (Role.Administrator, Reach.All));
        add.Services(services =>
        {
            services.TryAddSingleton(DataFolder.Of);
            services.AddSingleton<FileStore>();
            services.AddSingleton<FileLinks>();
            services.AddScoped<FileUpload>();
        });
        add.Job<Sweep>("platform.files.sweep_parts", (_, run) =>
        {
            run.Get<FileStore>().SweepParts(run.Now);
            return Task.CompletedTask;
        });
        add.Schedule("platform.files.sweep_parts", "0 40 3 * * ?");
        add.Job<NoPayload>(SweepingContent.JobKind, SweepingContent.Run, PlatformPermissions.Operate);
        add.Schedule(SweepingContent.JobKind, "0 50 3 * * ?");
        add.Api(Map);
    }

    private static void Map(RouteGroupBuilder api)
    {
        var files = api.MapGroup("/files");
        files.MapPost("", async (string purpose, HttpContext http, FileUpload upload) =>
            Purposes.Where(p => purpose == JsonNamingPolicy.CamelCase.ConvertName(p.ToString())).Select(p => (FilePurpose?)p).SingleOrDefault() is { } known
                ? await upload.Receive(http, known) : FileErrors.NoSuchPurpose)
            .Does<KeepFile>().Accepts<IFormFile>("multipart/form-data").WithSummary("Brings one file, for a picture, a document or media; it is read as it arrives.");
        files.MapGet("/{id:guid}", async (Guid id, LyceumDb db, Call call, FileLinks links, CancellationToken ct) =>
            (await FileQueries.Visible(db, call.Actor, id, ct)).Map(f => f with { Url = links.For(f) }))
            .Requires(FilePermissions.Read).WithSummary("A file of one's own, with a link that works for a short while.");
    }

    private sealed record Sweep;
}

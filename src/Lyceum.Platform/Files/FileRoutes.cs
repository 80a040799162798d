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
using Microsoft.Extensions.Logging;
using Npgsql;

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
            services.AddSingleton(FileSettings.Of);
            services.AddSingleton(PlacesOf);
            services.AddSingleton(sp => new FileStore(sp.GetRequiredService<DataFolder>(), sp.GetRequiredService<ContentPlaces>(), sp.GetRequiredService<ILogger<FileStore>>()));
            services.AddSingleton<FileLinks>();
            services.AddScoped<FileUpload>();
            services.AddTransient(MovingContent.Make);
        });
        add.Job<Sweep>("platform.files.sweep_parts", (_, run) =>
        {
            run.Get<FileStore>().SweepParts(run.Now);
            return Task.CompletedTask;
        });
        add.Schedule("platform.files.sweep_parts", "0 40 3 * * ?");
        add.Job<NoPayload>(SweepingContent.JobKind, SweepingContent.Run, PlatformPermissions.Operate);
        add.Schedule(SweepingContent.JobKind, "0 50 3 * * ?");
        add.Job<MoveContent>(MovingContent.JobKind, MovingContent.Run);
        add.MayBeStopped(MovingContent.JobKind);
        FileOperations.Contribute(add);
        add.Api(Map);
        add.Api(MapOperating);
    }

    private static ContentPlaces PlacesOf(IServiceProvider services)
    {
        var (folder, settings) = (services.GetRequiredService<DataFolder>(), services.GetRequiredService<FileSettings>());
        var disk = new ContentOnDisk(folder);
        if (settings.S3 is not { } s3) return new ContentPlaces(disk, null);
        var bucket = new ContentOnS3(new S3Bucket(s3), folder, services.GetRequiredService<NpgsqlDataSource>());
        return settings.OnS3 ? new ContentPlaces(bucket, disk) : new ContentPlaces(disk, bucket);
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

    private static void MapOperating(RouteGroupBuilder api)
    {
        var files = api.MapGroup("/ops/files");
        files.MapGet("", MovingContent.Read).Requires(PlatformPermissions.Operate).WithSummary("Where files are kept, and how much of them a move has proved to be in each place.");
        files.MapPost("/moves", (MoveContent body, Door door) => door.Run(body, MovingContent.Handle)).Does<MoveContent>()
            .WithSummary("Has a job copy all files to a place that is configured; discarding the job stops it, and another goes on from there.");
    }

    private sealed record Sweep;
}

using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lyceum.Platform.Files;

/// <summary>Has all content copied to a place that is configured: <c>disk</c> or <c>s3</c>.</summary>
[Requires(PlatformPermissions.Operate), InPerson]
public sealed record MoveContent([Required, StringLength(10)] string To);

/// <summary>The job that moves; discarding it stops it, and another goes on where it was.</summary>
public sealed record MoveQueued(Guid JobId);

/// <summary>Where content lies.</summary>
/// <param name="First">Where new content goes.</param>
/// <param name="Content">Pieces of content.</param>
/// <param name="Bytes">Their size.</param>
public sealed record ContentState(string First, long Content, long Bytes, IReadOnlyList<PlaceState> Places);

/// <summary>What moves have found of a place: how much is proved to be there, how much could not be brought.</summary>
public sealed record PlaceState(string Name, string Address, long Proved, long Failed);

/// <summary>Moving by a job, as the command line does it in the foreground.</summary>
public static partial class MovingContent
{
    internal const string JobKind = "platform.files.move_content";

    public static Task<Result<MoveQueued>> Handle(MoveContent command, Act act)
    {
        var places = act.Get<ContentPlaces>();
        if (places.Named(command.To) is null) return Task.FromResult<Result<MoveQueued>>(FileErrors.NoSuchPlace(places));
        var job = act.Enqueue(JobKind, command);
        act.Note("platform.move_content", "platform.jobs", job, null, new { to = command.To });
        return Task.FromResult<Result<MoveQueued>>(new MoveQueued(job));
    }

    internal static ContentMove Make(IServiceProvider services) => new(
        services.GetRequiredService<ContentPlaces>(), services.GetRequiredService<DataFolder>(), services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<TimeProvider>());

    internal static async Task Run(MoveContent payload, JobRun run)
    {
        var places = run.Get<ContentPlaces>();
        if (places.Named(payload.To) is not { } target) throw JobRun.Refused(FileErrors.NoSuchPlace(places));
        var (move, log) = (run.Get<ContentMove>(), run.Get<ILogger<ContentMove>>());
        try
        {
            if (!await move.Run(target, _ => { }, run.Ct)) throw JobRun.Refused(FileErrors.MoveGoesOn);
        }
        catch (ContentAwayException)
        {
            throw JobRun.Refused(FileErrors.Away);
        }
        finally
        {
            LogEnd(log, payload.To, move.Count.Moved, move.Count.Skipped, move.Count.Failed, move.Count.Total);
        }
        if (move.Count.Failed > 0) throw JobRun.Refused(FileErrors.NotAllMoved);
    }

    internal static async Task<Result<ContentState>> Read(FileStore store, NpgsqlDataSource database, CancellationToken ct)
    {
        var places = store.Places;
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("SELECT count(*), coalesce(sum(size), 0)::bigint FROM platform.blobs"));
        batch.BatchCommands.Add(new("SELECT place, count(verified_at), count(problem) FROM platform.blob_copies GROUP BY place"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (content, bytes) = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(ct);
        var known = new Dictionary<string, (long Proved, long Failed)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) known.Add(reader.GetString(0), (reader.GetInt64(1), reader.GetInt64(2)));
        return new ContentState(places.First.Name, content, bytes, [.. places.All.Select(p =>
        {
            var (proved, failed) = known.GetValueOrDefault(p.Address);
            return new PlaceState(p.Name, p.Address, proved, failed);
        })]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Move of content to {Place} ended: {Moved} moved, {Skipped} were there, {Failed} failed, of {Total}")]
    private static partial void LogEnd(ILogger log, string place, long moved, long skipped, long failed, long total);
}

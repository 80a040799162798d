using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Files;

/// <summary>Strikes out files that their room has no use for any more; it has made sure of that. Their content goes when nobody else points at it.</summary>
[Requires(PlatformPermissions.Operate)]
public sealed record ForgetFiles([Required, MaxLength(10_000)] IReadOnlyList<Guid> FileIds);

/// <summary>Strikes out one batch of content that no file, no issued document and nobody's picture points at any more.</summary>
[Requires(PlatformPermissions.Operate)]
public sealed record DropContent([Range(1, 10_000)] int AtMost);

/// <summary>What is not needed any more goes from the database at once and from its place a day after it was last brought.</summary>
public static class SweepingContent
{
    internal const string JobKind = "platform.files.sweep_content";
    private const int Batch = 1_000;

    public static async Task<Result<Deleted>> Handle(ForgetFiles command, Act act)
    {
        var files = await act.Db.Set<StoredFile>().Where(f => command.FileIds.Contains(f.Id)).ToListAsync(act.Ct);
        act.Db.RemoveRange(files);
        return new Deleted(files.Count);
    }

    internal static async Task<Result<Deleted>> Handle(DropContent command, Act act)
    {
        // Whatever else holds it by a foreign key stays: drop_blob asks the database, which knows every room's.
        var dropped = await act.Db.Database.SqlQuery<int>(
            $"""
            SELECT count(*) FILTER (WHERE platform.drop_blob(c.hash))::int AS "Value" FROM (
                SELECT b.hash FROM platform.blobs b WHERE NOT EXISTS (SELECT FROM platform.files f WHERE f.hash = b.hash) ORDER BY b.hash LIMIT {command.AtMost}) c
            """).ToListAsync(act.Ct);
        return new Deleted(dropped[0]);
    }

    internal static async Task Run(NoPayload _, JobRun run)
    {
        var dropped = await run.Run(new DropContent(Batch), Handle);
        if (!dropped.Ok) throw JobRun.Refused(dropped.Refusal);
        await run.Get<FileStore>().SweepContent(run.Now, hashes => Kept(run.Db, hashes, run.Ct), run.Ct);
    }

    internal static async Task<HashSet<string>> Kept(LyceumDb db, IReadOnlyCollection<string> hashes, CancellationToken ct) =>
        [.. await db.Set<Blob>().Where(b => hashes.Contains(b.Hash)).Select(b => b.Hash).ToListAsync(ct)];
}

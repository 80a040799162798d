using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Jobs;

/// <summary>Deletes one batch of finished jobs older than 30 days.</summary>
[Requires(PlatformPermissions.Operate)]
public sealed record DeleteFinishedJobs([Range(1, 10_000)] int AtMost);

/// <summary>Deletes one batch of idempotency keys older than 7 days.</summary>
[Requires(PlatformPermissions.Operate)]
public sealed record DeleteOldKeys([Range(1, 10_000)] int AtMost);

/// <summary>How many rows went.</summary>
public sealed record Deleted(int Rows);

/// <summary>A schedule's job has nothing to say.</summary>
public sealed record NoPayload;

public static class CleaningUp
{
    internal const string JobsKind = "platform.clean_jobs";
    internal const string KeysKind = "platform.clean_keys";
    internal const int JobDays = 30;
    private const int Batch = 1_000;

    public static async Task<Result<Deleted>> Handle(DeleteFinishedJobs command, Act act)
    {
        var before = act.Now.AddDays(-JobDays);
        return new Deleted(await act.Db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.jobs WHERE id IN (
                SELECT id FROM platform.jobs WHERE state IN ('done', 'discarded') AND finished_at < {before} ORDER BY finished_at LIMIT {command.AtMost} FOR UPDATE SKIP LOCKED)
            """, act.Ct));
    }

    public static async Task<Result<Deleted>> Handle(DeleteOldKeys command, Act act)
    {
        var before = act.Now.AddDays(-7);
        // Keys of a job that may still run stay: without them a person who lets a dead job try again next month would have its effects twice.
        return new Deleted(await act.Db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.idempotency_keys WHERE (actor, key) IN (
                SELECT k.actor, k.key FROM platform.idempotency_keys k
                WHERE k.created_at < {before} AND NOT EXISTS (
                    SELECT FROM platform.jobs j
                    WHERE j.id = CASE WHEN k.key ~ '^job:[0-9a-f]+:' AND length(split_part(k.key, ':', 2)) = 32 THEN substr(k.key, 5, 32)::uuid END AND j.state IN ('queued', 'running', 'dead'))
                ORDER BY k.created_at LIMIT {command.AtMost})
            """, act.Ct));
    }

    internal static Task RunJobs(NoPayload _, JobRun run) => InBatches(step => run.Run(new DeleteFinishedJobs(Batch), Handle, step));

    internal static Task RunKeys(NoPayload _, JobRun run) => InBatches(step => run.Run(new DeleteOldKeys(Batch), Handle, step));

    /// <summary>Small transactions: a large delete would hold its locks, and bloat, for as long as it takes.</summary>
    private static async Task InBatches(Func<string, Task<Result<Deleted>>> delete)
    {
        for (var step = 1; ; step++)
        {
            var deleted = await delete(step.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (!deleted.Ok) throw JobRun.Refused(deleted.Refusal);
            if (deleted.Value.Rows < Batch) return;
        }
    }
}

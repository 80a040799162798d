using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Lyceum.Platform.Jobs;

/// <summary>A job this worker holds the lease of. The number of the attempt is the fence: who lost the lease cannot finish, fail or renew a later attempt.</summary>
internal sealed record ClaimedJob(Guid Id, string Kind, string Payload, int Attempt, int MaxAttempts, string RequestId);

/// <summary>
/// The statements of the queue. When to run is on the clock of the house, so that tests can move it; leases are on the clock of the database,
/// so that nodes whose clocks differ do not take each other's work.
/// </summary>
internal sealed class JobQueue(NpgsqlDataSource database)
{
    /// <summary>After a failure: throws away the connections that a killed database spoiled, as the web's way of failing does.</summary>
    public void Heal(Exception e) => LostConnections.Heal(database, e);

    /// <summary>Writes what an act queued, in the door's transaction.</summary>
    public static async Task Add(Act act)
    {
        if (act.Queued.Count == 0) return;
        // In one order for everyone: two acts with the same keys would else wait for each other.
        var jobs = act.Queued.OrderBy(j => j.Kind, StringComparer.Ordinal).ThenBy(j => j.UniqueKey, StringComparer.Ordinal).ToList();
        // Two acts with one key at the same moment: the second waits on the unique index until the first has committed, then does nothing.
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO platform.jobs (id, kind, payload, state, run_at, attempts, max_attempts, unique_key, queued_by, queued_by_person, request_id, created_at)
            SELECT j.id, j.kind, j.payload, 'queued', j.run_at, 0, j.max_attempts, j.unique_key, j.queued_by, j.queued_by_person, j.request_id, j.created_at
            FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::timestamptz[], $5::int[], $6::text[], $7::text[], $8::uuid[], $9::text[], $10::timestamptz[])
                AS j (id, kind, payload, run_at, max_attempts, unique_key, queued_by, queued_by_person, request_id, created_at)
            ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
            """,
            (NpgsqlConnection)act.Db.Database.GetDbConnection(), (NpgsqlTransaction?)act.Db.Database.CurrentTransaction?.GetDbTransaction());
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.Id) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.Kind) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.Payload), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.RunAt.ToUniversalTime()) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.MaxAttempts) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.UniqueKey) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.QueuedBy) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.QueuedByPerson) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.RequestId) });
        insert.Parameters.Add(new() { Value = jobs.ConvertAll(j => j.CreatedAt) });
        await insert.ExecuteNonQueryAsync(act.Ct);
    }

    /// <summary>Takes up to so many jobs: those that are due, and those whose worker went silent.</summary>
    public async Task<List<ClaimedJob>> Claim(string worker, int count, TimeSpan lease, DateTimeOffset now, CancellationToken ct)
    {
        // SKIP LOCKED: of workers that look at the same moment each gets other rows, and none waits.
        await using var claim = database.CreateCommand(
            """
            UPDATE platform.jobs SET state = 'running', attempts = attempts + 1, leased_by = $1, lease_until = clock_timestamp() + $2
            WHERE id IN (
                SELECT id FROM platform.jobs
                WHERE (state = 'queued' AND run_at <= $3) OR (state = 'running' AND lease_until < clock_timestamp())
                ORDER BY run_at LIMIT $4 FOR UPDATE SKIP LOCKED)
            RETURNING id, kind, payload::text, attempts, max_attempts, request_id
            """);
        claim.Parameters.Add(new() { Value = worker });
        claim.Parameters.Add(new() { Value = lease });
        claim.Parameters.Add(new() { Value = now });
        claim.Parameters.Add(new() { Value = count });
        List<ClaimedJob> claimed = [];
        await using var reader = await claim.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            claimed.Add(new ClaimedJob(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetString(5)));
        return claimed;
    }

    /// <summary>Renews the leases that are still ours and returns which those are.</summary>
    public async Task<HashSet<(Guid Id, int Attempt)>> Renew(string worker, IReadOnlyCollection<ClaimedJob> jobs, TimeSpan lease, CancellationToken ct)
    {
        await using var renew = database.CreateCommand(
            """
            UPDATE platform.jobs j SET lease_until = clock_timestamp() + $2
            FROM unnest($3::uuid[], $4::int[]) AS mine (id, attempt)
            WHERE j.id = mine.id AND j.attempts = mine.attempt AND j.leased_by = $1 AND j.state = 'running'
            RETURNING j.id, j.attempts
            """);
        renew.Parameters.Add(new() { Value = worker });
        renew.Parameters.Add(new() { Value = lease });
        renew.Parameters.Add(new() { Value = jobs.Select(j => j.Id).ToArray() });
        renew.Parameters.Add(new() { Value = jobs.Select(j => j.Attempt).ToArray() });
        HashSet<(Guid, int)> ours = [];
        await using var reader = await renew.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ours.Add((reader.GetGuid(0), reader.GetInt32(1)));
        return ours;
    }

    public Task<bool> Finish(ClaimedJob job, string worker, DateTimeOffset now) =>
        Close(job, worker, "state = 'done', finished_at = $4, last_error = NULL", now, "");

    /// <summary>Tried again at the time given.</summary>
    public Task<bool> Delay(ClaimedJob job, string worker, DateTimeOffset runAt, string error) =>
        Close(job, worker, "state = 'queued', run_at = $4, last_error = $5", runAt, error);

    /// <summary>Waits for a person.</summary>
    public Task<bool> Bury(ClaimedJob job, string worker, DateTimeOffset now, string error) =>
        Close(job, worker, "state = 'dead', finished_at = $4, last_error = $5", now, error);

    /// <summary>Not the job's fault (we stop, or the school is read-only): the attempt does not count.</summary>
    public Task<bool> GiveBack(ClaimedJob job, string worker, DateTimeOffset runAt) =>
        Close(job, worker, "state = 'queued', run_at = $4, attempts = attempts - 1, last_error = nullif($5, '')", runAt, "");

    private async Task<bool> Close(ClaimedJob job, string worker, string change, DateTimeOffset at, string error)
    {
        await using var close = database.CreateCommand(
            $"UPDATE platform.jobs SET lease_until = NULL, leased_by = NULL, {change} WHERE id = $1 AND attempts = $2 AND leased_by = $3 AND state = 'running' AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL");
        close.Parameters.Add(new() { Value = job.Id });
        close.Parameters.Add(new() { Value = job.Attempt });
        close.Parameters.Add(new() { Value = worker });
        close.Parameters.Add(new() { Value = at });
        close.Parameters.Add(new() { Value = error });
        return await close.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>How full the queue is: waiting and due, dead, seconds the oldest due job waits.</summary>
    public async Task<(long Due, long Dead, double OldestWait)> Look(DateTimeOffset now, CancellationToken ct)
    {
        await using var look = database.CreateCommand(
            """
            SELECT (SELECT count(*) FROM platform.jobs WHERE state = 'queued' AND run_at <= $1),
                   (SELECT count(*) FROM platform.jobs WHERE state = 'dead'),
                   (SELECT coalesce(extract(epoch FROM $1 - min(run_at)), 0)::float8 FROM platform.jobs WHERE state = 'queued' AND run_at <= $1)
            """);
        look.Parameters.Add(new() { Value = now });
        await using var reader = await look.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetDouble(2));
    }
}

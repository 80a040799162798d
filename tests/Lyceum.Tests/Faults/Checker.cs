using System.Security.Cryptography;
using Lyceum.Platform.Audit;
using Npgsql;

namespace Lyceum.Tests.Faults;

/// <summary>
/// The common checker of operations.md 6.0: compares what the writers know with what the school holds. An empty list is a clean school; each line names one
/// thing that is wrong.
/// </summary>
internal sealed class Checker(KilledSchool school)
{
    private sealed record Found(string Content, Guid? Id);

    /// <summary>How the rows of a kind are found, the keys that only writers use, and the audit row that has to stand beside each.</summary>
    private static readonly Dictionary<FactKind, (string Rows, (string Action, string Entity)? Audit)> Kinds = new()
    {
        [FactKind.Course] = ("SELECT code, title ->> 'en', id FROM academics.courses WHERE code ~ '^F[0-9]'", ("academics.create_course", "academics.courses")),
        [FactKind.Person] = ("SELECT family_name, given_name, id FROM identity.people WHERE family_name LIKE 'Fact-%'", ("identity.create_person", "identity.people")),
        [FactKind.Enrolment] = ($"""
            SELECT e.section_id || ':' || e.person_id, e.state, e.id FROM academics.enrolments e
            JOIN academics.sections s ON s.id = e.section_id WHERE s.capacity = {Places.Seats}
            """, ("academics.enrol", "academics.enrolments")),
        [FactKind.Attempt] = ("SELECT lesson_id || ':' || person_id || ':' || number, '1', id FROM assessment.attempts", ("assessment.start_attempt", "assessment.attempts")),
        [FactKind.Answer] = ("SELECT attempt_id || ':' || question_id || ':' || sequence, answer ->> 'text', NULL::uuid FROM assessment.answers", null),
        [FactKind.Submission] = ("SELECT id::text, state, id FROM assessment.attempts WHERE state = 'graded'", ("assessment.submit_attempt", "assessment.attempts")),
        [FactKind.Completion] = ("SELECT lesson_id || ':' || person_id, state, NULL::uuid FROM learning.lesson_progress WHERE state = 'completed'", null),
        [FactKind.Upload] = ("SELECT owner_id || ':' || name, hash, id FROM platform.files WHERE name LIKE 'fact-%'", ("platform.keep_file", "platform.files")),
    };

    /// <summary>What must hold whoever wrote: counts, one effect per event, one entry per attempt. Each query answers with what is wrong.</summary>
    private static readonly string[] Invariants =
    [
        """
        SELECT 'section ' || s.id || ' keeps ' || s.seats_taken || ' seats of ' || coalesce(s.capacity::text, 'many') || ' and has ' || count(e.id) || ' enrolments'
        FROM academics.sections s LEFT JOIN academics.enrolments e ON e.section_id = s.id AND e.state IN ('active', 'completed')
        GROUP BY s.id HAVING s.seats_taken <> count(e.id) OR s.seats_taken > s.capacity
        """,
        "SELECT 'attempts of ' || person_id || ' have gaps' FROM assessment.attempts GROUP BY lesson_id, person_id HAVING max(number) <> count(*)",
        """
        SELECT 'the paper of attempt ' || q.attempt_id || ' shows answer ' || q.sequence || ', the last one taken is ' || coalesce(max(a.sequence), 0)
        FROM assessment.attempt_questions q LEFT JOIN assessment.answers a ON a.attempt_id = q.attempt_id AND a.question_id = q.question_id
        GROUP BY q.attempt_id, q.question_id HAVING q.sequence <> coalesce(max(a.sequence), 0)
        """,
        """
        SELECT 'progress of ' || s.person_id || ' counts ' || s.completed || ' lessons, ' || count(p.lesson_id) || ' are completed'
        FROM learning.section_progress s LEFT JOIN learning.lesson_progress p ON p.section_id = s.section_id AND p.person_id = s.person_id AND p.state = 'completed'
        GROUP BY s.section_id, s.person_id HAVING s.completed <> count(p.lesson_id)
        """,
        "SELECT 'event ' || type || ' of ' || aggregate_id || ' was told ' || count(*) || ' times' FROM platform.outbox WHERE type = 'academics.enrolment.activated.v1' GROUP BY type, aggregate_id HAVING count(*) <> 1",
        "SELECT 'event ' || o.id || ' has ' || count(j.id) || ' jobs of kind ' || j.kind FROM platform.outbox o JOIN platform.jobs j ON j.unique_key = replace(o.id::text, '-', '') GROUP BY o.id, j.kind HAVING count(j.id) <> 1",
        "SELECT 'nobody listens to event ' || o.id FROM platform.outbox o WHERE o.type IN ('academics.enrolment.activated.v1', 'learning.section.finished.v1') AND NOT EXISTS (SELECT FROM platform.jobs j WHERE j.unique_key = replace(o.id::text, '-', ''))",
        "SELECT 'job ' || kind || ' ' || id || ' is ' || state || ': ' || coalesce(last_error, '') FROM platform.jobs WHERE state <> 'done'",
        """
        SELECT 'finished ' || f.person || ': ' || f.events || ' events, ' || f.certificates || ' certificates, ' || f.documents || ' documents, ' || f.notices || ' notifications, ' || f.mails || ' mails'
        FROM (SELECT p.person_id AS person,
                (SELECT count(*) FROM platform.outbox o WHERE o.type = 'learning.section.finished.v1' AND o.payload ->> 'personId' = p.person_id::text) AS events,
                (SELECT count(*) FROM learning.certificates c WHERE c.person_id = p.person_id AND c.state = 'issued') AS certificates,
                (SELECT count(*) FROM platform.issued_documents d WHERE d.person_id = p.person_id) AS documents,
                (SELECT count(*) FROM platform.notifications n WHERE n.person_id = p.person_id AND n.text_key = 'learning.certificate.ready') AS notices,
                (SELECT count(*) FROM platform.mails m WHERE m.to_person = p.person_id AND m.template = 'learning.mail.certificate' AND m.sent_at IS NOT NULL) AS mails
              FROM learning.section_progress p WHERE p.completed_at IS NOT NULL) f
        WHERE (f.events, f.certificates, f.documents, f.notices, f.mails) <> (1, 1, 1, 1, 1)
        """,
        "SELECT 'certificate of nobody who finished: ' || c.serial FROM learning.certificates c WHERE NOT EXISTS (SELECT FROM learning.section_progress p WHERE p.person_id = c.person_id AND p.completed_at IS NOT NULL)",
    ];

    /// <summary>The facts alone, as soon as the server is back: also whether an unknown one is there 0 or 1 times.</summary>
    public async Task<List<string>> Facts(IReadOnlyCollection<Fact> facts, CancellationToken ct)
    {
        List<string> wrong = [.. facts.Where(f => f.Broke is not null).Select(f => $"{f.Kind} {f.Key}: the server answered {f.Broke} without being killed, or without saying when to come back")];
        foreach (var (kind, (rows, audit)) in Kinds)
        {
            var found = await Rows(rows, ct);
            var audited = audit is { } entry ? await Audited(entry.Action, entry.Entity, ct) : null;
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var fact in facts.Where(f => f.Kind == kind))
            {
                known.Add(fact.Key);
                var here = found[fact.Key].ToList();
                var what = $"{kind} {fact.Key} ({fact.Outcome})";
                if (fact.Outcome == Outcome.Ok && here.Count != 1) wrong.Add($"{what} is there {here.Count} times");
                if (fact.Outcome == Outcome.Fail && here.Count != 0) wrong.Add($"{what} is there although it was refused: {fact.Answer}");
                if (fact.Outcome is Outcome.Unknown or Outcome.Tried && here.Count > 1) wrong.Add($"{what} is there {here.Count} times");
                wrong.AddRange(here.Where(h => h.Content != fact.Content).Select(h => $"{what} holds '{h.Content}' and not '{fact.Content}'"));
                if (audited is not null)
                    wrong.AddRange(here.Where(h => audited.GetValueOrDefault(h.Id!.Value) != 1).Select(h => $"{what} has {audited.GetValueOrDefault(h.Id!.Value)} audit entries"));
            }
            wrong.AddRange(found.Where(f => !known.Contains(f.Key)).Select(f => $"{kind} {f.Key} is there and nobody wrote it"));
        }
        return wrong;
    }

    /// <summary>Everything, once the queue is empty and the audit sealed.</summary>
    public async Task<List<string>> Everything(IReadOnlyCollection<Fact> facts, CancellationToken ct)
    {
        var wrong = await Facts(facts, ct);
        foreach (var invariant in Invariants)
        {
            await using var command = school.Owner.CreateCommand(invariant);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) wrong.Add(reader.GetString(0));
        }
        wrong.AddRange(await Contents(ct));
        var proof = await new AuditVerifier(school.Owner, TimeProvider.System).Verify(ct);
        if (!proof.Holds || proof.Unsealed > 0) wrong.Add($"the audit chain breaks at {proof.FirstBroken}; {proof.Unchained} entries are unchained, {proof.Unsealed} unsealed");
        return wrong;
    }

    /// <summary>Waits until no job is due or running and everything is sealed; null when it is so, else what still waits.</summary>
    public async Task<string?> Quiet(TimeSpan patience, bool leasesRunOut, CancellationToken ct)
    {
        var until = TimeProvider.System.GetUtcNow() + patience;
        // Stands for the minute after which a silent worker loses its job.
        if (leasesRunOut) await Execute("UPDATE platform.jobs SET lease_until = clock_timestamp() WHERE state = 'running'", ct);
        string? waiting = null;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            waiting = await Value("""
                SELECT string_agg(what, ', ') FROM (
                    SELECT kind || ' ' || state || ' attempt ' || attempts || coalesce(' ' || last_error, '') AS what FROM platform.jobs WHERE state IN ('queued', 'running')
                    UNION ALL SELECT 'an unsealed audit entry' WHERE EXISTS (SELECT FROM platform.audit_unsealed)) w
                """, ct);
            if (waiting is null) return null;
            await Task.Delay(100, ct);
        }
        return waiting;
    }

    public async Task Execute(string sql, CancellationToken ct)
    {
        await using var command = school.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<string?> Value(string sql, CancellationToken ct)
    {
        await using var command = school.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct) is { } value and not DBNull ? value.ToString() : null;
    }

    /// <summary>Every file that is listed lies on disk, whole: its size and its hash are those of its row.</summary>
    private async Task<List<string>> Contents(CancellationToken ct)
    {
        List<string> wrong = [];
        await using var command = school.Owner.CreateCommand("SELECT hash, size FROM platform.blobs");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (hash, size) = (reader.GetString(0), reader.GetInt64(1));
            var file = new FileInfo(Path.Combine(school.Paths.Data, "files", hash[..2], hash[2..4], hash));
            if (!file.Exists) wrong.Add($"file {hash} is listed and not on disk");
            else if (file.Length != size) wrong.Add($"file {hash} has {file.Length} of {size} bytes");
            else if (Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file.FullName, ct))) != hash) wrong.Add($"file {hash} holds something else");
        }
        return wrong;
    }

    private async Task<ILookup<string, Found>> Rows(string sql, CancellationToken ct)
    {
        List<(string Key, Found Row)> rows = [];
        await using var command = school.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add((reader.GetString(0), new Found(reader[1] as string ?? "", reader[2] as Guid?)));
        return rows.ToLookup(r => r.Key, r => r.Row, StringComparer.Ordinal);
    }

    private async Task<Dictionary<Guid, int>> Audited(string action, string entity, CancellationToken ct)
    {
        Dictionary<Guid, int> audited = [];
        await using var command = school.Owner.CreateCommand("SELECT entity_id, count(*)::int FROM platform.audit_entries WHERE action = $1 AND entity = $2 AND entity_id IS NOT NULL GROUP BY entity_id");
        command.Parameters.Add(new NpgsqlParameter { Value = action });
        command.Parameters.Add(new NpgsqlParameter { Value = entity });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) audited[reader.GetGuid(0)] = reader.GetInt32(1);
        return audited;
    }
}

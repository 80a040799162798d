using System.Globalization;
using Npgsql;

namespace Lyceum.Tests.Faults;

/// <summary>
/// The short form of the suite <c>faults</c>: <c>kill -9</c> of the server and then of PostgreSQL under write load, on a cluster that flushes to disk, then the checker, then the checker
/// itself against a school that was tampered with. LYCEUM_FAULTS_SEED repeats a run.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What may be lost by a machine that breaks, done by hand: each has to be seen.</summary>
    private static readonly (string Break, string Seen)[] Tampering =
    [
        ("DELETE FROM identity.people WHERE id = (SELECT id FROM identity.people WHERE family_name LIKE 'Fact-%' LIMIT 1)", "(Ok) is there 0 times"),
        ("INSERT INTO identity.people SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).* FROM identity.people p WHERE family_name LIKE 'Fact-%' LIMIT 1", "(Ok) is there 2 times"),
        ("UPDATE academics.courses SET title = '{\"en\": \"Something else\"}' WHERE id = (SELECT id FROM academics.courses WHERE code ~ '^F[0-9]' LIMIT 1)", "holds 'Something else'"),
        ("UPDATE identity.people SET family_name = 'Fact-of-nobody' WHERE id = (SELECT id FROM identity.people WHERE family_name LIKE 'Fact-%' LIMIT 1)", "is there and nobody wrote it"),
        ("DELETE FROM assessment.answers WHERE (attempt_id, question_id, sequence) IN (SELECT attempt_id, question_id, max(sequence) FROM assessment.answers GROUP BY 1, 2 LIMIT 1)", "Answer "),
        ("INSERT INTO platform.notifications SELECT gen_random_uuid(), person_id, text_key, args, href, at, NULL FROM platform.notifications WHERE text_key = 'learning.certificate.ready' LIMIT 1", "2 notifications"),
        ("UPDATE platform.audit_entries SET after = '{}' WHERE id = (SELECT entry_id FROM platform.audit_seals ORDER BY sequence DESC LIMIT 1)", "the audit chain breaks"),
        ("UPDATE platform.audit_entries SET action = 'tests.gone' WHERE id = (SELECT id FROM platform.audit_entries WHERE action = 'academics.enrol' ORDER BY at DESC LIMIT 1)", "0 audit entries"),
        ("UPDATE platform.jobs SET state = 'dead' WHERE id = (SELECT id FROM platform.jobs WHERE state = 'done' LIMIT 1)", "is dead"),
    ];

    [Fact(Timeout = 240_000)]
    public async Task A_server_or_database_killed_under_write_load_loses_nothing_that_was_acknowledged()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LYCEUM_FAULTS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"LYCEUM_FAULTS_SEED={seed}");
        await using var school = await KilledSchool.Open(Ct);
        var log = Directory.CreateTempSubdirectory("lyceum-writers-");
        try
        {
            List<Fact> facts = [];
            var round = new KillRound(school, new Random(seed), facts) { Writers = 20, Learners = 4, LeasesRunOut = true };
            var result = await round.Run(1, Path.Combine(log.FullName, "writers.jsonl"), Ct);
            output.WriteLine(result.ToString());
            Assert.True(result.Wrong.Count == 0, string.Join("\n", result.Wrong));
            Assert.InRange(result.ReadySeconds, 0, 20);
            Assert.InRange(result.KilledAfter, KillRound.LeastAcknowledged, int.MaxValue);
            var (exit, said) = await school.Run(Ct, "audit", "verify");
            Assert.True(exit == 0, said);

            var second = await new KillRound(school, new Random(seed + 1), facts) { Writers = 20, Learners = 4, LeasesRunOut = true, Victim = Victim.Database, Told = round.Told }.Run(2, Path.Combine(log.FullName, "database.jsonl"), Ct);
            output.WriteLine(second.ToString());
            Assert.True(second.Wrong.Count == 0, string.Join("\n", second.Wrong));
            Assert.InRange(second.ReadySeconds, 0, 20);

            await school.Server.Kill(Ct);
            await Tamper(school, facts);
        }
        finally
        {
            log.Delete(recursive: true);
        }
    }

    /// <summary>Under <c>lyceum up</c>, which owns its PostgreSQL, nobody has to start it again.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Up_brings_its_killed_database_back_without_being_started_anew()
    {
        await using var school = await KilledSchool.Open(Ct, "up");
        var (id, client) = await school.Person();
        var pid = school.Server.Pid;
        await school.KillDatabase(Ct);
        using (var gone = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Ct)) Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, gone.StatusCode);

        var back = await school.Server.Ready(Ct);
        output.WriteLine($"back after {back.TotalSeconds:0.0} s");
        Assert.InRange(back.TotalSeconds, 0, 20);
        Assert.Equal(pid, school.Server.Pid);
        Assert.Contains($"{id}", await client.GetStringAsync(new Uri("/api/v1/me", UriKind.Relative), Ct), StringComparison.Ordinal);
        Assert.Contains("PostgreSQL is back", school.Server.LastWords, StringComparison.Ordinal);
    }

    private static async Task Tamper(KilledSchool school, List<Fact> facts)
    {
        var checker = new Checker(school);
        Assert.Contains(facts, f => f.Outcome == Outcome.Fail);
        await using var superuser = NpgsqlDataSource.Create(school.Superuser);
        foreach (var (damage, seen) in Tampering)
        {
            // As nobody in the house may: triggers and rights stand in the way of each of these.
            await using (var command = superuser.CreateCommand($"SET session_replication_role = replica; {damage}")) Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
            Assert.Contains(await checker.Everything(facts, Ct), wrong => wrong.Contains(seen, StringComparison.Ordinal));
        }
    }
}

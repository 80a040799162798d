using Lyceum.Platform.Audit;
using Lyceum.Platform.Operations;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lyceum.Tests.Audit;

public sealed class ChainTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AuditSealer Sealer => new(_database.App, TimeProvider.System, NullLogger<AuditSealer>.Instance);

    async ValueTask IAsyncLifetime.InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private Task<AuditProof> Prove() => new AuditVerifier(_database.App, TimeProvider.System).Verify(Ct);

    private Task Write(int count, string by = "test") => _database.Execute(
        $$"""
        INSERT INTO platform.audit_entries (id, at, actor, action, entity, after, request_id, channel)
        SELECT gen_random_uuid(), clock_timestamp(), '{{by}}', 'tests.write', 'tests.things', jsonb_build_object('number', n, 'name', 'Ελένη قاسم'), 'r', 'cli' FROM generate_series(1, {{count}}) n
        """);

    private async Task SealAll()
    {
        while (await Sealer.Seal(Ct) > 0) { }
    }

    [Fact]
    public async Task Sealing_under_concurrent_writers_and_sealers_gives_one_unbroken_chain()
    {
        using var done = new CancellationTokenSource();
        var sealers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await Sealer.Seal(Ct);
        }, Ct)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async w =>
        {
            for (var i = 0; i < 25; i++) await Write(7, $"writer {w}");
        })).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        await done.CancelAsync();
        await Task.WhenAll(sealers).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        await SealAll();

        var proof = await Prove();
        Assert.True(proof.Holds);
        Assert.Equal((1050, 1050, 0), (proof.Sealed, proof.Last, proof.Unsealed));
        Assert.Equal(Verdict.Ok, AuditOperations.Report(proof, TimeProvider.System.GetUtcNow()).Verdict);
    }

    [Fact]
    public async Task A_changed_entry_is_found_and_only_that_one()
    {
        await Write(20);
        await SealAll();
        await _database.Execute("UPDATE platform.audit_entries SET after = '{\"number\": 0}' WHERE id = (SELECT entry_id FROM platform.audit_seals WHERE sequence = 7)");

        var proof = await Prove();
        Assert.Equal((7L, 1L), (proof.FirstBroken, proof.BrokenCount));
        Assert.Equal(ExitCodes.Unverified, AuditOperations.Report(proof, TimeProvider.System.GetUtcNow()).ExitCode);
    }

    [Fact]
    public async Task A_deleted_seal_is_a_gap_and_leaves_its_entry_unchained()
    {
        await Write(20);
        await SealAll();
        await _database.Execute("DELETE FROM platform.audit_seals WHERE sequence IN (5, 6)");

        var proof = await Prove();
        Assert.Equal(5, proof.FirstBroken);
        Assert.Equal(new AuditGap(5, 6), Assert.Single(proof.Gaps));
        Assert.Equal(2, proof.Unchained);
    }

    [Fact]
    public async Task Cutting_off_the_end_leaves_entries_that_nobody_will_seal()
    {
        await Write(20);
        await SealAll();
        await _database.Execute("DELETE FROM platform.audit_seals WHERE sequence > 15");

        var proof = await Prove();
        Assert.False(proof.Holds);
        Assert.Equal((15, 5), (proof.Last, proof.Unchained));
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        await Write(20);
        await SealAll();
        await _database.Execute(
            """
            CREATE TEMP TABLE two ON COMMIT DROP AS SELECT sequence, entry_id FROM platform.audit_seals WHERE sequence IN (9, 10);
            ALTER TABLE platform.audit_seals DROP CONSTRAINT audit_seals_entry_id_key;
            UPDATE platform.audit_seals s SET entry_id = t.entry_id FROM two t WHERE (s.sequence, t.sequence) IN ((9, 10), (10, 9));
            """);

        var proof = await Prove();
        Assert.Equal((9L, 2L), (proof.FirstBroken, proof.BrokenCount));
    }

    [Fact]
    public async Task What_was_just_written_is_an_unsealed_tail_with_its_age()
    {
        await Write(3);
        var proof = await Prove();
        Assert.True(proof.Holds);
        Assert.Equal(3, proof.Unsealed);
        Assert.InRange((TimeProvider.System.GetUtcNow() - proof.OldestUnsealed!.Value).TotalSeconds, -1, 60);
    }

    [Fact]
    public async Task The_application_can_neither_change_nor_remove_entries_and_seals()
    {
        await Write(1);
        await SealAll();
        foreach (var sql in (string[])["UPDATE platform.audit_entries SET actor = 'x'", "DELETE FROM platform.audit_entries", "UPDATE platform.audit_seals SET sequence = 2", "DELETE FROM platform.audit_seals"])
        {
            await using var command = _database.App.CreateCommand(sql);
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(Ct))).SqlState);
        }
    }
}

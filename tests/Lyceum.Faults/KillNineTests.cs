using System.Globalization;
using Lyceum.Tests.Faults;

namespace Lyceum.Faults;

/// <summary>Fault F01 of operations.md: <c>kill -9</c> of the server or of PostgreSQL by turns during writes, round after round in one school, so that it also ages.</summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    private const int Writers = 40;

    /// <summary>In as many rounds, one of each victim, the jobs that were cut off wait for their lease as in a school; in the others it ends at once, or fifty rounds would take an hour.</summary>
    private const int LeasesWaitedFor = 2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 90 * 60_000)]
    public async Task Every_acknowledged_write_outlives_every_kill_once()
    {
        var seed = Given("LYCEUM_FAULTS_SEED") ?? Random.Shared.Next();
        var rounds = Given("LYCEUM_FAULTS_ROUNDS") ?? 50;
        Say($"LYCEUM_FAULTS_SEED={seed}");
        var random = new Random(seed);
        var logs = Directory.CreateTempSubdirectory("lyceum-writers-");
        await using var school = await KilledSchool.Open(Ct);
        List<Fact> facts = [];
        List<RoundResult> results = [];
        HashSet<string> told = new(StringComparer.Ordinal);
        for (var number = 1; number <= rounds; number++)
        {
            var result = await new KillRound(school, random, facts) { Writers = Writers, Learners = 8, LeasesRunOut = number > LeasesWaitedFor, Victim = number % 2 == 0 ? Victim.Database : Victim.Server, Told = told }.Run(number, Path.Combine(logs.FullName, $"round-{number}.jsonl"), Ct);
            results.Add(result);
            Say(result.ToString());
            result.Wrong.Take(20).ToList().ForEach(Say);
        }
        var (exit, said) = await school.Run(Ct, "audit", "verify");
        Say((await (await FaultReport.Of(seed, Writers, school.Mail.Messages, results, Ct)).Store(Ct)).Trim());

        Assert.True(results.TrueForAll(r => r.Wrong.Count == 0), $"The writers' logs stay in {logs.FullName}.");
        Assert.All(results, r => Assert.InRange(r.KilledAfter, KillRound.LeastAcknowledged, int.MaxValue));
        Assert.All(results, r => Assert.InRange(r.ReadySeconds, 0, 20));
        Assert.True(exit == 0, said);
        logs.Delete(recursive: true);
    }

    private static int? Given(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>At once, for somebody who waits a quarter of an hour.</summary>
    private void Say(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}

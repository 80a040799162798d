using System.Diagnostics;

namespace Lyceum.Tests.Faults;

/// <summary>What a round came to.</summary>
/// <param name="Number">Which round.</param>
/// <param name="Victim">Who was killed.</param>
/// <param name="KilledAfter">Acknowledged writes at the moment of the kill.</param>
/// <param name="Ok">Acknowledged in all, those on their way at the kill included.</param>
/// <param name="Fail">Refused.</param>
/// <param name="Unknown">Without an answer.</param>
/// <param name="Landed">Of the unknown ones, those that were there when the server came back.</param>
/// <param name="Replayed">Acknowledged ones sent again with their key, which gave the first answer.</param>
/// <param name="WritesPerSecond">Acknowledged writes by the second of load.</param>
/// <param name="ReadySeconds">From the restart (of the server, or of PostgreSQL) to the first 200 at <c>/readyz</c>.</param>
/// <param name="QuietSeconds">From there until every job that was cut off had been done.</param>
/// <param name="PutOff">503s that were obeyed while the unknown ones were sent again and others replayed.</param>
/// <param name="JobsCutOff">Jobs that were running at the kill.</param>
/// <param name="Kinds">Acknowledged ones by kind.</param>
/// <param name="Wrong">What the checker found; empty in a clean school.</param>
internal sealed record RoundResult(int Number, Victim Victim, int KilledAfter, int Ok, int Fail, int Unknown, int Landed, int Replayed, int PutOff, double WritesPerSecond, double ReadySeconds, double QuietSeconds, int JobsCutOff,
    IReadOnlyDictionary<string, int> Kinds, IReadOnlyList<string> Wrong)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"round {Number}: {Victim} killed after {KilledAfter} ({WritesPerSecond}/s), ok {Ok}, fail {Fail}, unknown {Unknown} ({Landed} landed), {Replayed} replayed, {PutOff} put off, ready {ReadySeconds} s, {JobsCutOff} jobs cut off, quiet {QuietSeconds} s, {string.Join(' ', Kinds.Select(k => $"{k.Key}={k.Value}"))}, wrong {Wrong.Count}");
}

/// <summary>Who is killed.</summary>
internal enum Victim
{
    /// <summary>The server, which is started again.</summary>
    Server,

    /// <summary>All of PostgreSQL, which is started again; the server has to find it by itself.</summary>
    Database,
}

/// <summary>One round: writers, SIGKILL in the middle, restart, the unknown ones again, the checker.</summary>
internal sealed class KillRound(KilledSchool school, Random random, List<Fact> before)
{
    /// <summary>How many writes have to be acknowledged before the kill.</summary>
    public const int LeastAcknowledged = 500;
    private const int Replays = 40;
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(120);

    public required int Writers { get; init; }

    public Victim Victim { get; init; }

    public int Learners { get; init; } = 4;

    /// <summary>True lets the lease of a job that was cut off end at once; false waits for it as a school does.</summary>
    public bool LeasesRunOut { get; init; }

    /// <summary>What earlier rounds of one school found: it stays wrong and is found again, and counts once.</summary>
    public HashSet<string> Told { get; init; } = new(StringComparer.Ordinal);

    public async Task<RoundResult> Run(int number, string logFile, CancellationToken ct)
    {
        var places = await Places.Arrange(school, number, Learners, crowd: 20);
        await using var log = new WriterLog(logFile);
        var writers = new Writers(places, log, $"{number}");
        var threshold = LeastAcknowledged + random.Next(0, 200);
        var moment = TimeSpan.FromMilliseconds(random.Next(0, 300));

        var from = Stopwatch.GetTimestamp();
        var writing = writers.Write(Writers, ct);
        while (log.Acknowledged < threshold && !writing.IsCompleted && Stopwatch.GetElapsedTime(from) < LoadPatience) await Task.Delay(2, ct);
        await Task.Delay(moment, ct);
        writers.Killed();
        var killedAfter = log.Acknowledged;
        if (Victim == Victim.Server) await school.Server.Kill(ct);
        else await school.KillDatabase(ct);
        var load = Stopwatch.GetElapsedTime(from);
        await writing.WaitAsync(TimeSpan.FromSeconds(60), ct);

        var mine = log.Facts.ToList();
        before.AddRange(mine);
        var checker = new Checker(school);
        var ready = Victim == Victim.Server ? TimeSpan.Zero : await Back(ct);
        var cutOff = int.Parse((await checker.Value("SELECT count(*) FROM platform.jobs WHERE state = 'running'", ct))!, System.Globalization.CultureInfo.InvariantCulture);
        List<string> wrong = killedAfter < LeastAcknowledged ? [$"only {killedAfter} writes were acknowledged before the kill: {school.Server.LastWords}"] : [];
        wrong.AddRange(await checker.Facts(before, ct));
        var unknown = mine.Where(f => f.Outcome is Outcome.Unknown or Outcome.Tried).ToList();
        if (Victim == Victim.Server) ready = await school.Server.Start(ct);
        var landed = await Again(unknown, log, wrong, ct);
        var replayed = await Replay(mine, wrong, ct);

        from = Stopwatch.GetTimestamp();
        if (await checker.Quiet(TimeSpan.FromSeconds(150), LeasesRunOut, ct) is { } waiting) wrong.Add($"the school does not come to rest: {waiting}");
        var quiet = Stopwatch.GetElapsedTime(from);
        wrong.AddRange(await checker.Everything(before, ct));
        wrong.AddRange(school.Bugs());
        var ok = mine.Where(f => f.Outcome == Outcome.Ok).ToList();
        return new RoundResult(number, Victim, killedAfter, ok.Count, mine.Count(f => f.Outcome == Outcome.Fail), unknown.Count, landed, replayed, mine.Sum(f => f.PutOff), Math.Round(killedAfter / load.TotalSeconds, 1),
            Math.Round(ready.TotalSeconds, 2), Math.Round(quiet.TotalSeconds, 1), cutOff, ok.GroupBy(f => f.Kind.ToString()).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()), [.. wrong.Where(Told.Add)]);
    }

    private async Task<TimeSpan> Back(CancellationToken ct)
    {
        var from = Stopwatch.GetTimestamp();
        await school.StartDatabase(ct);
        await school.Server.Ready(ct);
        return Stopwatch.GetElapsedTime(from);
    }

    /// <summary>The unknown ones, sent again with the same key: each is answered, and is there once if the answer is a success. Returns how many had landed the first time.</summary>
    private async Task<int> Again(List<Fact> unknown, WriterLog log, List<string> wrong, CancellationToken ct)
    {
        var landed = 0;
        foreach (var fact in unknown)
        {
            var there = await school.Owner.CreateCommand($"SELECT count(*) FROM platform.idempotency_keys WHERE key = '{fact.Idempotency}'").ExecuteScalarAsync(ct) is 1L;
            if (there) landed++;
            var (outcome, answer, status) = await fact.SendUntilTaken(ct);
            (fact.Outcome, fact.Answer) = (outcome, answer);
            if (outcome == Outcome.Unknown || (there && outcome != Outcome.Ok)) wrong.Add($"{fact.Kind} {fact.Key}, sent again, was answered {status}: {answer}");
            await log.Note(fact, $"again-{outcome.ToString().ToLowerInvariant()}");
        }
        return landed;
    }

    /// <summary>Acknowledged ones once more with their key, the last before the kill among them: the answer is the first answer, and nothing is written twice.</summary>
    private static async Task<int> Replay(List<Fact> facts, List<string> wrong, CancellationToken ct)
    {
        var chosen = facts.Where(f => f.Outcome == Outcome.Ok).TakeLast(Replays).ToList();
        foreach (var fact in chosen)
        {
            var (outcome, answer, status) = await fact.SendUntilTaken(ct);
            if (outcome != Outcome.Ok || answer != fact.Answer) wrong.Add($"{fact.Kind} {fact.Key}, replayed, was answered {status} {answer} and at first {fact.Answer}");
        }
        return chosen.Count;
    }
}

using System.Globalization;

namespace Lyceum.Bench;

/// <summary>Measures what was asked for, one scenario after the other, product and floor by turns.</summary>
internal static class Bench
{
    private const int Starts = 5;

    public static async Task<int> Run(Options options, CancellationToken ct)
    {
        Wrk.Need();
        // The smaller school first and alone: two servers at once would take the machine from each other.
        var small = options is { Against: { } few } && options.Scenarios.Any(s => s.Way == Way.Users) ? (few, await Small(few, options, ct)) : ((int Students, Crowd Crowd)?)null;
        await using var school = await MeasuredSchool.Open(options.Students, ct);
        Progress($"school ready: {school.Content}");
        var answers = await Captured(options, school, ct);
        var measures = new List<Measure>();
        foreach (var scenario in options.Scenarios)
        {
            var measure = scenario.Way switch
            {
                Way.Start => await ColdStart(scenario, school, ct),
                Way.Memory => await Memory(scenario, school, options, ct),
                Way.Seed => Seed(scenario, school, options),
                Way.Users => Measure.Of(scenario, await Users(school, options, ct), small),
                Way.SignIn => await SignIns(scenario, school, options, ct),
                _ when scenario.Address(school.Places) is null => Measure.Skipped(scenario, scenario.Missing),
                _ => answers[scenario] is { } answer ? await Beside(scenario, school, answer, options, ct) : Measure.Skipped(scenario, scenario.Missing),
            };
            measures.Add(measure);
            Progress(measure.Line());
        }
        var report = await Report.Of(measures, school.Content, options, ct);
        Console.WriteLine(report.Table());
        if (options.Store) await report.Store(ct);
        return measures.Any(m => m.Verdict == Verdict.Fail) ? 1 : 0;
    }

    private static async Task<Dictionary<Scenario, Answer?>> Captured(Options options, MeasuredSchool school, CancellationToken ct)
    {
        var answers = new Dictionary<Scenario, Answer?>();
        await using var capture = await Capture.Start(SchoolHost.House, school.Connections.App, school.Data);
        foreach (var scenario in options.Scenarios.Where(s => s.Way is Way.Json or Way.Page or Way.Write))
        {
            if (scenario.Address(school.Places) is not { } address) answers[scenario] = null;
            else answers[scenario] = scenario.Way == Way.Write ? await capture.OfAutosave(address, Asking(scenario, school), school.Places.Choice!, ct) : await capture.Of(address, Asking(scenario, school), ct);
        }
        return answers;
    }

    private static (string Name, string Value) Asking(Scenario scenario, MeasuredSchool school) =>
        // The catalogue is what a visitor sees: nobody is signed in there.
        scenario.Name is "course-list-json" or "catalogue-page" or "livez" ? ("Accept-Language", "en") : school.Learner.Header(scenario.Way);

    private static async Task<Measure> Beside(Scenario scenario, MeasuredSchool school, Answer answer, Options options, CancellationToken ct)
    {
        await using var floor = await Floor.Start(school.Connections.App, answer, scenario.Way);
        var product = new Uri(school.Server.Address, scenario.Address(school.Places)!);
        (string Name, string Value)[] asking = [Asking(scenario, school), ("Accept", "*/*")];
        var script = scenario.Way == Way.Write ? Path.Combine(school.Data, "autosave.lua") : null;
        if (script is not null) await File.WriteAllTextAsync(script, Autosave.Script(school.Places.Choice!), ct);
        await Settle(product, asking, script, options.Settling, ct);
        await Settle(floor.Address, [], script, options.Settling, ct);
        var (ours, least) = (new List<Load>(), new List<Load>());
        for (var round = 0; round < options.Rounds; round++)
        {
            await Wrk.Run(product, options.WarmUp, asking, script, ct);
            ours.Add(await Wrk.Run(product, options.Seconds, asking, script, ct));
            await Wrk.Run(floor.Address, options.WarmUp, [], script, ct);
            least.Add(await Wrk.Run(floor.Address, options.Seconds, [], script, ct));
        }
        return Measure.Beside(scenario, Load.Median(ours), Load.Median(least), answer.Statements.Count, answer.Bytes.Length);
    }

    /// <summary>
    /// Loads until five seconds bring no more than the five before: the compiler settles on hot code only after a while, and cold the product was measured at a third of what
    /// it does a minute later.
    /// </summary>
    private static async Task Settle(Uri address, (string Name, string Value)[] asking, string? script, int most, CancellationToken ct)
    {
        double last = 0;
        for (var spent = 0; spent < most; spent += 5)
        {
            var rate = (await Wrk.Run(address, 5, asking, script, ct)).PerSecond;
            if (spent >= 10 && rate < last * 1.02) return;
            last = Math.Max(last, rate);
        }
    }

    private static async Task<Measure> ColdStart(Scenario scenario, MeasuredSchool school, CancellationToken ct)
    {
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var server = await Server.Start(school.Data, ct, "serve", "--no-jobs");
            times.Add(server.Ready.TotalSeconds);
        }
        return Measure.Number(scenario, times.Order().ElementAt(Starts / 2), "s");
    }

    private static async Task<Measure> Memory(Scenario scenario, MeasuredSchool school, Options options, CancellationToken ct)
    {
        string[] addresses = ["/catalogue", "/api/v1/courses", .. school.Places.Home is { } home ? (string[])["/courses/" + home] : []];
        var left = TimeSpan.FromMinutes(options.Minutes) - school.Server.Age;   // the scenarios before this one were load as well
        foreach (var address in addresses.Where(_ => left > TimeSpan.Zero))
            await Wrk.Run(new Uri(school.Server.Address, address), left.TotalSeconds / addresses.Length, [school.Learner.Header(Way.Page), ("Accept", "text/html")], null, ct);
        return Measure.Number(scenario, school.Server.Resident(), "MiB") with { Note = string.Create(CultureInfo.InvariantCulture, $"after {school.Server.Age.TotalMinutes:0.#} min of the scenarios of this run") };
    }

    private static async Task<Crowd> Small(int students, Options options, CancellationToken ct)
    {
        await using var school = await MeasuredSchool.Open(students, ct);
        Progress($"smaller school ready: {school.Content}");
        return await Users(school, options, ct);
    }

    private static async Task<Crowd> Users(MeasuredSchool school, Options options, CancellationToken ct)
    {
        var seats = await school.Seats(VirtualUsers.Count, ct);
        Progress(string.Create(CultureInfo.InvariantCulture, $"{seats.Count} learners have taken their seats"));
        var crowd = await VirtualUsers.Run(school.Server.Address, seats, options.Settling, options.Seconds * 3, ct);
        return crowd.Users == VirtualUsers.Count ? crowd : throw new BenchStop($"only {crowd.Users} learners of this school have a course home: {VirtualUsers.Count} are needed");
    }

    private static async Task<Measure> SignIns(Scenario scenario, MeasuredSchool school, Options options, CancellationToken ct)
    {
        var emails = await school.Learners(VirtualUsers.Count, ct);
        var (product, bare, wrong) = await SignInRate.Run(school.Server.Address, emails, MeasuredSchool.DemoPassword, options.Rounds, options.Seconds, ct);
        return Measure.Rates(scenario, product, bare, wrong);
    }

    private static Measure Seed(Scenario scenario, MeasuredSchool school, Options options)
    {
        var bound = options.Students >= Scenario.LargeSchool ? scenario : scenario with { Most = null };
        return Measure.Number(bound, school.Seeded.TotalSeconds, "s") with { Note = string.Create(CultureInfo.InvariantCulture, $"{options.Students ?? 200} learners; with the making of the cluster and all migrations") };
    }

    private static void Progress(string line) => Console.Error.WriteLine("  … " + line);
}

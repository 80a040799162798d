using System.Globalization;

namespace Lyceum.Bench;

/// <summary>Measures what was asked for, one scenario after the other, product and floor by turns.</summary>
internal static class Bench
{
    private const int Starts = 5;

    public static async Task<int> Run(Options options, CancellationToken ct)
    {
        Wrk.Need();
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
        await Settle(product, asking, script, ct);
        await Settle(floor.Address, [], script, ct);
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
    private static async Task Settle(Uri address, (string Name, string Value)[] asking, string? script, CancellationToken ct)
    {
        double last = 0;
        for (var spent = 0; spent < Options.Settling; spent += 5)
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
        var each = options.Minutes * 60 / addresses.Length;
        foreach (var address in addresses)
            await Wrk.Run(new Uri(school.Server.Address, address), each, [school.Learner.Header(Way.Page), ("Accept", "text/html")], null, ct);
        return Measure.Number(scenario, school.Server.Resident(), "MiB") with { Note = string.Create(CultureInfo.InvariantCulture, $"after {options.Minutes:0.#} min") };
    }

    private static void Progress(string line) => Console.Error.WriteLine("  … " + line);
}

using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Setup;

/// <summary>Reads of the set-up; two statements.</summary>
public static class SetupQueries
{
    /// <summary>How far it is, step by step.</summary>
    public static async Task<SetupView> Read(LyceumDb db, House house, CancellationToken ct)
    {
        var run = await db.Set<SetupRun>().AsNoTracking().SingleOrDefaultAsync(ct);
        var marks = await db.Set<SetupMark>().AsNoTracking().ToDictionaryAsync(m => m.Step, m => (m.State, m.At), ct);
        return new SetupView(run?.BeganAt, run?.FinishedAt, [.. house.Contributions.SetupSteps.Select(s =>
            marks.TryGetValue(s.Name, out var mark) ? new SetupStepView(s.Name, mark.State, mark.At, s.Href) : new SetupStepView(s.Name, StepState.Open, null, s.Href))]);
    }

    /// <summary>As it is when this mark is kept.</summary>
    internal static async Task<SetupView> With(LyceumDb db, House house, MarkSetupStep mark, DateTimeOffset now, CancellationToken ct)
    {
        var view = await Read(db, house, ct);
        return view with { Steps = [.. view.Steps.Select(s => s.Step == mark.Step && s.State != StepState.Done ? s with { State = mark.State, At = now } : s)] };
    }

    /// <summary>The list on Today until the set-up is over: what is done, what is left, and one way on. One statement where nobody sets up.</summary>
    internal static async Task<IReadOnlyList<TodayItem>> Today(TodayReading reading)
    {
        if (!reading.Actor.Reaches(PlatformPermissions.SetUp, Reach.All)) return [];
        if (!await reading.Db.Set<SetupRun>().AnyAsync(r => r.FinishedAt == null, reading.Ct)) return [];
        var view = await Read(reading.Db, reading.House, reading.Ct);
        var (texts, steps) = (reading.Texts, reading.House.Contributions.SetupSteps.ToDictionary(s => s.Name));
        string Names(Func<SetupStepView, bool> which) => string.Join(texts["ui.comma"], view.Steps.Where(which).Select(s => texts[steps[s.Step].TextKey]));
        var done = view.Steps.Count(s => s.State == StepState.Done);
        var detail = done == view.Steps.Count ? texts["platform.setup.today.all_done"] : texts["platform.setup.today.left", ("left", Names(s => s.State != StepState.Done))];
        if (done > 0 && done < view.Steps.Count) detail = texts["platform.setup.today.done", ("done", Names(s => s.State == StepState.Done))] + " " + detail;
        return [new TodayItem("needs", null, texts["platform.setup.today", ("done", done), ("all", view.Steps.Count)], detail, "/admin/setup", texts["platform.setup.today.go_on"])];
    }
}

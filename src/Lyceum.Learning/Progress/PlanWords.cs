using Lyceum.Platform.Ui;

namespace Lyceum.Learning.Progress;

/// <summary>The shape and the word of a lesson's state.</summary>
internal static class PlanWords
{
    public static StatusKind Kind(PlanState state) => state switch { PlanState.Completed => StatusKind.Ok, PlanState.Started => StatusKind.Half, _ => StatusKind.Draft };

    public static string Key(PlanState state) => state switch { PlanState.Completed => "learning.state.completed", PlanState.Started => "learning.state.started", _ => "learning.state.not-started" };

    public static PlanState Of(PlanUnit unit) => unit.Completed == unit.Lessons.Count ? PlanState.Completed
        : unit.Lessons.Any(l => l.State != PlanState.NotStarted) ? PlanState.Started : PlanState.NotStarted;
}

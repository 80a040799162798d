using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Setup;

/// <summary>How far a step is.</summary>
public enum StepState
{
    /// <summary>Nobody has come by.</summary>
    Open,

    /// <summary>Put off; it stays in the list of what is left.</summary>
    Skipped,

    Done,
}

/// <summary>That the set-up has begun, and whether it is over; one row, or none in a school that nobody is setting up.</summary>
internal sealed class SetupRun
{
    public bool Singleton { get; init; } = true;
    public DateTimeOffset BeganAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }
    public int Version { get; private set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<SetupRun>(e =>
    {
        e.ToTable("setup");
        e.HasKey(x => x.Singleton);
        e.Property(x => x.Singleton).ValueGeneratedNever();
    });
}

/// <summary>A step that is done or put off. Forward only: what is done stays done, its page can be opened again.</summary>
internal sealed class SetupMark
{
    public required string Step { get; init; }
    public StepState State { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid? PersonId { get; set; }
    public int Version { get; private set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<SetupMark>(e =>
    {
        e.ToTable("setup_steps");
        e.HasKey(x => x.Step);
        e.Property(x => x.State).HasConversion<LowerCase<StepState>>();
    });
}

/// <summary>A step as its reader sees it.</summary>
public sealed record SetupStepView(string Step, StepState State, DateTimeOffset? At, string Href);

/// <summary>The set-up as a whole.</summary>
public sealed record SetupView(DateTimeOffset? BeganAt, DateTimeOffset? FinishedAt, IReadOnlyList<SetupStepView> Steps)
{
    /// <summary>Where one goes on: the first step nobody has come by, else the first that was put off; null when all are done.</summary>
    public SetupStepView? Next => Steps.FirstOrDefault(s => s.State == StepState.Open) ?? Steps.FirstOrDefault(s => s.State == StepState.Skipped);

    /// <summary>Where one goes from this step: the next that is not done, else the overview.</summary>
    public string After(string step) => Steps.SkipWhile(s => s.Step != step).Skip(1).FirstOrDefault(s => s.State != StepState.Done)?.Href ?? "/admin/setup?overview=true";
}

/// <summary>Marks a step as done, or puts it off.</summary>
[Requires(PlatformPermissions.SetUp), InPerson]
public sealed record MarkSetupStep([Required, StringLength(40, MinimumLength = 1)] string Step, StepState State);

/// <summary>Says that nothing more is wanted: the list on Today goes away, the pages stay.</summary>
[Requires(PlatformPermissions.SetUp), InPerson]
public sealed record FinishSetup;

/// <summary>How a school is set up.</summary>
public static class SettingUpASchool
{
    /// <summary>The set-up begins: called where the first administrator is made. A second call changes nothing.</summary>
    public static async Task BeginSetup(this Act act)
    {
        if (!await act.Db.Set<SetupRun>().AnyAsync(act.Ct)) act.Db.Add(new SetupRun { BeganAt = act.Now });
    }

    public static async Task<Result<SetupView>> Handle(MarkSetupStep command, Act act)
    {
        var house = act.Get<House>();
        if (house.Contributions.SetupSteps.All(s => s.Name != command.Step)) return SetupStepErrors.NotFound;
        if (command.State == StepState.Open) return Refusal.Invalid(new FieldError("state", "platform.setup.forward"));
        await Mark(act, command.Step, command.State);
        return await SetupQueries.With(act.Db, house, command, act.Now, act.Ct);
    }

    public static async Task<Result<SetupView>> Handle(FinishSetup command, Act act)
    {
        // Where nobody began there is nothing to end.
        var run = await act.Db.Set<SetupRun>().ForUpdate().SingleOrDefaultAsync(act.Ct);
        if (run is not null) run.FinishedAt ??= act.Now;
        return (await SetupQueries.Read(act.Db, act.Get<House>(), act.Ct)) with { FinishedAt = run?.FinishedAt };
    }

    private static async Task Mark(Act act, string step, StepState state)
    {
        // Locked: of two administrators one puts it off while the other does it, and done stays.
        var mark = await act.Db.Set<SetupMark>().ForUpdate().SingleOrDefaultAsync(m => m.Step == step, act.Ct);
        if (mark is null) act.Db.Add(new SetupMark { Step = step, State = state, At = act.Now, PersonId = act.Actor.PersonId });
        else if (mark.State != StepState.Done && mark.State != state) (mark.State, mark.At, mark.PersonId) = (state, act.Now, act.Actor.PersonId);
    }
}

/// <summary>Why the set-up says no.</summary>
public static class SetupStepErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.setup.not_found");
    public static readonly Refusal Forward = Refusal.Conflict("platform.setup.forward");
}

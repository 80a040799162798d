using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Academics.Terms;

/// <summary>Planned → open → closed, forward only; an open term may be enrolled in while its window is open.</summary>
public enum TermState
{
    Planned,
    Open,
    Closed,
}

/// <summary>A teaching period. Its state is enforced: nobody is enrolled, dropped or withdrawn in a closed term.</summary>
public sealed class Term
{
    private static readonly Transitions<TermState> Steps = new((TermState.Planned, TermState.Open), (TermState.Open, TermState.Closed));

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Code { get; set; }
    public required LocalizedName Name { get; set; }
    public DateOnly StartsOn { get; set; }
    public DateOnly EndsOn { get; set; }
    public DateTimeOffset EnrolmentOpensAt { get; set; }
    public DateTimeOffset EnrolmentClosesAt { get; set; }
    public TermState State { get; set; }
    public int Version { get; private set; } = 1;

    /// <summary>Opens or closes the term; never back.</summary>
    internal Result<Term> Move(TermState to)
    {
        if (State == to) return this;
        if (!Steps.Allows(State, to)) return TermErrors.OnlyForward;
        State = to;
        return this;
    }

    /// <summary>Why nobody may be enrolled at this moment, or null.</summary>
    internal Refusal? RefusesEnrolment(DateTimeOffset now) => State switch
    {
        TermState.Planned => TermErrors.NotOpen,
        TermState.Closed => TermErrors.Closed,
        _ when now < EnrolmentOpensAt => TermErrors.WindowNotOpen,
        _ when now >= EnrolmentClosesAt => TermErrors.WindowClosed,
        _ => null,
    };

    internal TermView ToView() => new(Id, Code, Name, StartsOn, EndsOn, EnrolmentOpensAt, EnrolmentClosesAt, State, Version);

    internal static void Map(ModelBuilder model) => model.Entity<Term>(e =>
    {
        e.ToTable("terms");
        e.Property(x => x.Name).IsLocalized();
        e.Property(x => x.State).HasConversion<LowerCase<TermState>>();
    });
}

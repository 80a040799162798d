namespace Lyceum.Academics;

/// <summary>A table of allowed transitions of one state machine; the trigger of the same table says it again.</summary>
internal sealed class Transitions<TState>(params (TState From, TState To)[] allowed) where TState : struct, Enum
{
    private readonly HashSet<(TState, TState)> _allowed = [.. allowed];

    /// <summary>Whether the step may be taken; standing still is no step.</summary>
    public bool Allows(TState from, TState to) => _allowed.Contains((from, to));

    /// <summary>Where one may go from here.</summary>
    public IEnumerable<TState> From(TState from) => _allowed.Where(step => EqualityComparer<TState>.Default.Equals(step.Item1, from)).Select(step => step.Item2);
}

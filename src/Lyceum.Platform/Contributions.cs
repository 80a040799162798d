namespace Lyceum.Platform;

/// <summary>
/// What rooms offer to the house, as typed lists. A kind of contribution is added here with its first user;
/// each kind's record type lives beside the code that consumes it.
/// </summary>
public sealed partial class Contributions
{
    /// <summary>The module whose <see cref="IModule.Contribute"/> is running; recorded with what it adds.</summary>
    internal IModule? Current { get; private set; }

    internal void Enter(IModule module) => Current = module;
}

namespace Lyceum.Platform.Database;

/// <summary>
/// Thrown when the database cannot be had for a reason the operator can do something about. An exception and not a value: it ends the
/// command line's run from any depth, and no request is ever answered by it.
/// </summary>
public sealed class ClusterRefusal(string code, string cause, string remedy) : Exception(cause)
{
    /// <summary>Stable code such as <c>ops.cluster.not-installed</c>.</summary>
    public string Code { get; } = code;

    /// <summary>What to do about it, in the imperative.</summary>
    public string Remedy { get; } = remedy;
}

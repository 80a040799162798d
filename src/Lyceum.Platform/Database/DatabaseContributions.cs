using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lyceum.Platform;

public sealed partial class Contributions
{
    private readonly List<(IModule Module, Action<ModelBuilder> Map)> _mappings = [];
    private readonly Dictionary<string, Refusal> _constraints = new(StringComparer.Ordinal);

    /// <summary>The EF mappings, in stair order.</summary>
    internal IReadOnlyList<(IModule Module, Action<ModelBuilder> Map)> Mappings => _mappings;

    /// <summary>Maps this module's entities; tables without a schema get the module's.</summary>
    public void Mapping(Action<ModelBuilder> map) => _mappings.Add((Current!, map));

    /// <summary>What a violated constraint (by its name in PostgreSQL) means to the caller. An unmapped violation is a bug and answers 500.</summary>
    public void Constraint(string name, Refusal refusal) => _constraints.Add(name, refusal);

    internal Refusal? RefusalFor(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException) is { ConstraintName: { } name } && _constraints.TryGetValue(name, out var refusal) ? refusal : null;
}

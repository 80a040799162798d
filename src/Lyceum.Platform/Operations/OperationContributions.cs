using Lyceum.Platform.Operations;

namespace Lyceum.Platform;

public sealed partial class Contributions
{
    private readonly List<Operation> operations = [];
    private readonly List<ConfigurationCheck> configurationChecks = [];

    /// <summary>Every operation of the house, in the order contributed.</summary>
    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>What <c>lyceum config validate</c> looks at.</summary>
    public IReadOnlyList<ConfigurationCheck> ConfigurationChecks => configurationChecks;

    /// <summary>Offers an operation: a verb of the command line.</summary>
    /// <exception cref="InvalidOperationException">The id is taken, or is the beginning of another one.</exception>
    public void Operation(Operation operation)
    {
        // "migrate" beside "migrate up" would make "up" an argument of one and a word of the other.
        if (operations.FirstOrDefault(o => o.Id == operation.Id || o.Id.StartsWith(operation.Id + ".", StringComparison.Ordinal)
                || operation.Id.StartsWith(o.Id + ".", StringComparison.Ordinal)) is { } other)
            throw new InvalidOperationException($"The operation {operation.Id} collides with {other.Id}.");
        operations.Add(operation);
    }

    /// <summary>Offers a check of the installation's settings.</summary>
    public void ConfigurationCheck(ConfigurationCheck check) => configurationChecks.Add(check);
}

using Lyceum.Platform.Jobs;

namespace Lyceum.Identity.People;

/// <summary>A person came to be known: by registering, by being added, by import.</summary>
public sealed record PersonRegistered(Guid PersonId, string DisplayName, string Language) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "identity.person.registered.v1";

    /// <inheritdoc/>
    public Guid AggregateId => PersonId;
}

using Lyceum.Platform.Database;

namespace Lyceum.Platform;

/// <summary>Says who people are; those it does not know are missing from the answer.</summary>
public delegate Task<IReadOnlyDictionary<Guid, string>> NameReading(LyceumDb db, IReadOnlyCollection<Guid> people, CancellationToken ct);

/// <summary>Says to which address mail for a person goes; null where there is none.</summary>
public delegate Task<string?> AddressReading(LyceumDb db, Guid person, CancellationToken ct);

public sealed partial class Contributions
{
    private NameReading? _names;
    private AddressReading? _address;

    /// <summary>Lets Platform write to the person who asks (a test message). Contributed by the room that owns accounts.</summary>
    public void PeopleAddresses(AddressReading read) => _address = read;

    internal Task<string?> AddressOf(LyceumDb db, Guid person, CancellationToken ct) => _address is null ? Task.FromResult<string?>(null) : _address(db, person, ct);

    /// <summary>Lets Platform's own pages (audit, mailbox) say who somebody is. One room, the one that owns the person, contributes it.</summary>
    public void PeopleNames(NameReading read) => _names = read;

    internal async Task<IReadOnlyDictionary<Guid, string>> NamesOf(LyceumDb db, IEnumerable<Guid?> people, CancellationToken ct)
    {
        var wanted = people.OfType<Guid>().Distinct().ToList();
        return _names is null || wanted.Count == 0 ? new Dictionary<Guid, string>() : await _names(db, wanted, ct);
    }
}

using Lyceum.Platform.Settings;

namespace Lyceum.Platform;

/// <summary>One kind of personal data a room keeps, for the privacy page: what it is and why, and how long it stays. Numbers come from the code that deletes or ends it.</summary>
public sealed record PersonalData(int Order, string WhatKey, string KeptKey, params IReadOnlyList<(string Name, object? Value)> Values)
{
    /// <summary>Numbers that the school sets itself.</summary>
    public Func<SchoolSettings, IReadOnlyList<(string Name, object? Value)>>? Set { get; init; }

    /// <summary>All numbers as they hold now.</summary>
    public (string Name, object? Value)[] ValuesIn(SchoolSettings settings) => [.. Values, .. Set?.Invoke(settings) ?? []];
}

public sealed partial class Contributions
{
    private readonly List<PersonalData> _personal = [];

    /// <summary>All personal data of the house, in the order of the page.</summary>
    public IEnumerable<PersonalData> PersonalDataKept => _personal.OrderBy(p => p.Order);

    /// <summary>Says what this room keeps about people.</summary>
    public void Keeps(PersonalData data) => _personal.Add(data);
}

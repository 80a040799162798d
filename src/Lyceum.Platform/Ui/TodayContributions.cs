using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;

namespace Lyceum.Platform;

/// <summary>
/// One line of a person's Today: a fact with a deadline and one action. Texts are already in the reader's language.
/// </summary>
/// <param name="Kind"><c>needs</c> (needs you), <c>today</c> (on the day's line), <c>figure</c> (how it goes).</param>
/// <param name="When">When it hurts or happens; orders the lines; null stands last.</param>
/// <param name="Title">The fact.</param>
/// <param name="Detail">A second line, or null.</param>
/// <param name="Href">Where the action leads; a figure links to the rows behind it.</param>
/// <param name="Action">The verb on the button; null for a figure.</param>
/// <param name="Value">The number of a figure with its unit, or null.</param>
public sealed record TodayItem(string Kind, DateTimeOffset? When, string Title, string? Detail, string Href, string? Action = null, string? Value = null);

/// <summary>What a room may use to fill Today: reading only, one or two statements.</summary>
public sealed record TodayReading(LyceumDb Db, House House, Actor Actor, Texts Texts, DateTimeOffset Now, CancellationToken Ct);

public sealed partial class Contributions
{
    private readonly List<Func<TodayReading, Task<IReadOnlyList<TodayItem>>>> _today = [];

    /// <summary>The rooms that have something to say on Today.</summary>
    public IReadOnlyList<Func<TodayReading, Task<IReadOnlyList<TodayItem>>>> Today => _today;

    /// <summary>Adds lines to Today; return none for actors it does not concern.</summary>
    public void TodayItems(Func<TodayReading, Task<IReadOnlyList<TodayItem>>> read) => _today.Add(read);
}

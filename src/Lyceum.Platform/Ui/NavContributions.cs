using Lyceum.Platform.Ui;

namespace Lyceum.Platform;

/// <summary>A word that a room puts into the sidebar.</summary>
/// <param name="Group">Whose work it belongs to: <c>learner</c>, <c>instructor</c>, <c>registrar</c>, <c>admissions</c>, <c>finance</c>, <c>operator</c>, <c>administrator</c>; its title is the text <c>ui.nav.{group}</c>.</param>
/// <param name="Order">Place within the group; rooms leave gaps of ten.</param>
/// <param name="TextKey">The word, a noun.</param>
/// <param name="Href">Where it leads; local.</param>
/// <param name="Icon">A name of <c>assets/icons.txt</c>.</param>
/// <param name="Permission">Who sees it; null for everyone who is signed in.</param>
public sealed record NavItem(string Group, int Order, string TextKey, string Href, string Icon, string? Permission);

public sealed partial class Contributions
{
    private readonly List<NavItem> _nav = [];

    /// <summary>Every word of the sidebar, of every role.</summary>
    public IReadOnlyList<NavItem> NavItems => _nav;

    /// <summary>Puts a word into the sidebar of those who hold its permission.</summary>
    public void Nav(NavItem item) => _nav.Add(item);
}

/// <summary>Makes one person's sidebar from what the rooms contributed.</summary>
public static class NavMap
{
    private static readonly IReadOnlyList<string> Groups = ["learner", "guardian", "instructor", "registrar", "admissions", "finance", "operator", "administrator"];

    /// <summary>
    /// The groups with at least one word this person may use, in the order of the house. An address that several groups share
    /// (Today, Messages) stands in the first only. <paramref name="badges"/> holds counts by address.
    /// </summary>
    public static IReadOnlyList<NavGroup> For(IEnumerable<NavItem> items, Func<string, bool> may, IReadOnlyDictionary<string, int>? badges = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. items.Where(i => i.Permission is null || may(i.Permission))
                .OrderBy(i => Place(i.Group)).ThenBy(i => i.Order)
                .Where(i => seen.Add(i.Href))
                .GroupBy(i => i.Group)
                .Select(g => new NavGroup($"ui.nav.{g.Key}", [.. g.Select(i => new ShellLink(i.TextKey, i.Href, i.Icon, badges?.GetValueOrDefault(i.Href) ?? 0))])),
        ];
    }

    /// <summary>The link a page belongs to: the longest address that begins its path.</summary>
    public static ShellLink? Current(IEnumerable<NavGroup> groups, string path) =>
        groups.SelectMany(g => g.Links)
            .Where(l => path.Equals(l.Href, StringComparison.OrdinalIgnoreCase) || path.StartsWith(l.Href.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase))
            .MaxBy(l => l.Href.Length);

    private static int Place(string group) => Groups.Contains(group) ? Groups.ToList().IndexOf(group) : Groups.Count;
}

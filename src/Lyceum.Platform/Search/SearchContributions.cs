using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Search;
using Lyceum.Platform.Security;

namespace Lyceum.Platform
{
    /// <summary>
    /// A place in which the one search looks. <see cref="Find"/> returns at most <see cref="SearchReading.Take"/> hits that the actor may see: the right is
    /// part of its statement, never a filter afterwards. It returns none, without a statement, for actors it does not concern.
    /// </summary>
    /// <param name="Name">One lower-case word for the address: <c>?in=people</c>.</param>
    /// <param name="Order">Place on the page; rooms leave gaps of ten.</param>
    /// <param name="TitleKey">What stands above its hits.</param>
    /// <param name="Icon">A name of <c>assets/icons.txt</c>.</param>
    public sealed record SearchSource(string Name, int Order, string TitleKey, string Icon, Func<SearchReading, Task<IReadOnlyList<SearchHit>>> Find);

    public sealed partial class Contributions
    {
        private readonly List<SearchSource> _search = [];

        /// <summary>Where search looks, in the order of the page.</summary>
        internal IEnumerable<SearchSource> SearchSources => _search.OrderBy(s => s.Order);

        /// <summary>Lets people find what this room keeps.</summary>
        public void Search(SearchSource source) => _search.Add(source);
    }
}

namespace Lyceum.Platform.Search
{
    /// <summary>Something found, in the reader's language. <paramref name="Lang"/> is the language of the title when it is not the page's.</summary>
    public sealed record SearchHit(string Title, string? Detail, string Href, string? Lang = null);

    /// <summary>What a source may use: reading only, one statement. <paramref name="Words"/> is for <c>to_tsquery('simple', …)</c>.</summary>
    public sealed record SearchReading(LyceumDb Db, Actor Actor, Texts Texts, string Words, int Take, CancellationToken Ct);
}

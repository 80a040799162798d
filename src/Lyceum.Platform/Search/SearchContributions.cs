using System.Text.Json.Serialization;
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
    public sealed record SearchHit(string Title, string? Detail, string Href, string? Lang = null)
    {
        /// <summary>The title in pieces, those that were looked for marked.</summary>
        public IReadOnlyList<FoundPiece> Heading { get; init; } = [];

        /// <summary>Words of the text around what was found, in pieces; null where only the title is looked into.</summary>
        public IReadOnlyList<FoundPiece>? Excerpt { get; init; }

        /// <summary>The text an excerpt is cut from.</summary>
        [JsonIgnore]
        public string? Text { get; init; }

        /// <summary>Where it stands in a place that is paged by rank; null in one that is not.</summary>
        [JsonIgnore]
        public RankKey? Key { get; init; }

        /// <summary>The same with its words marked.</summary>
        public SearchHit Marked(SearchMarks marks) => this with { Heading = marks.Whole(Title), Excerpt = string.IsNullOrWhiteSpace(Text) ? null : marks.Excerpt(Text) };
    }

    /// <summary>The place of a hit: by rank, and by id among those of one rank.</summary>
    public sealed record RankKey(float Rank, Guid Id);

    /// <summary>An id and how well it answers; what a full-text statement gives for a scope to be joined to.</summary>
    public sealed record Ranked(Guid Id, float Rank);

    /// <summary>
    /// What a source may use: reading only, one statement. <paramref name="Words"/> is for <c>to_tsquery('simple', …)</c>, <paramref name="Plain"/> for
    /// <c>platform.search_query(…)</c>. A source that gives its hits a <see cref="SearchHit.Key"/> returns those after <paramref name="After"/>.
    /// </summary>
    public sealed record SearchReading(LyceumDb Db, Actor Actor, Texts Texts, string Words, string Plain, RankKey? After, int Take, CancellationToken Ct)
    {
        /// <summary>Whether there is a key to read after, and its parts; apart, because a statement takes parameters and not records.</summary>
        public (bool Given, float Rank, Guid Id) From => (After is not null, After?.Rank ?? 0, After?.Id ?? Guid.Empty);
    }
}

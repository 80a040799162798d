using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Search;

/// <summary>What one place holds; <see cref="More"/> says that there is more than is shown.</summary>
public sealed record SearchGroup(string Source, string Title, IReadOnlyList<SearchHit> Hits, bool More);

/// <summary>What was found, place by place; places with nothing are left out.</summary>
public sealed record SearchFound(IReadOnlyList<SearchGroup> Groups);

/// <summary>One search over everything the reader may see.</summary>
public static class SearchQueries
{
    /// <summary>Hits of each place on the first page.</summary>
    public const int Few = 5;

    /// <summary>Hits when one place is asked for. Who needs more adds a word: ranked pages of a search are not read.</summary>
    public const int Many = 50;

    /// <summary>Looks into every place, or into <paramref name="source"/> only; one statement for each that concerns the actor.</summary>
    public static async Task<SearchFound> Find(LyceumDb db, Actor actor, House house, Texts texts, string? typed, string? source, CancellationToken ct)
    {
        if (SearchWords.Of(typed) is not { } words) return new SearchFound([]);
        var most = string.IsNullOrEmpty(source) ? Few : Many;
        List<SearchGroup> groups = [];
        foreach (var place in house.Contributions.SearchSources.Where(s => string.IsNullOrEmpty(source) || s.Name == source))
        {
            var hits = await place.Find(new SearchReading(db, actor, texts, words, most + 1, ct));
            if (hits.Count > 0) groups.Add(new SearchGroup(place.Name, texts[place.TitleKey], [.. hits.Take(most)], hits.Count > most));
        }
        return new SearchFound(groups);
    }

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/search", async (LyceumDb db, Call call, House house, Texts texts, CancellationToken ct, string? q = null, string? @in = null) =>
            (Result<SearchFound>)await Find(db, call.Actor, house, texts, q, @in, ct)).Open("everyone finds what they may see; a visitor the published catalogue").WithSummary("What the words are found in, as far as the one who asks may see it.");
}

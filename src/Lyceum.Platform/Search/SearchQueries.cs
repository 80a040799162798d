using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lyceum.Platform.Search;

/// <summary>What one place holds; <see cref="More"/> says that there is more than is shown, <see cref="Next"/> is the cursor to it when this place alone was asked.</summary>
public sealed record SearchGroup(string Source, string Title, IReadOnlyList<SearchHit> Hits, bool More, string? Next = null);

/// <summary>What was found, place by place; places with nothing are left out.</summary>
public sealed record SearchFound(IReadOnlyList<SearchGroup> Groups);

/// <summary>One search over everything the reader may see.</summary>
public static class SearchQueries
{
    /// <summary>Hits of each place on the first page.</summary>
    public const int Few = 5;

    /// <summary>Hits a page when one place is asked for; places without a rank show so many and no more.</summary>
    public const int Many = 25;

    /// <summary>
    /// Looks into every place, or into <paramref name="source"/> only; one statement for each that concerns the actor, which is three for a learner.
    /// A single place costs one more, which marks words by their stems; the overview marks them by their beginnings.
    /// </summary>
    public static async Task<Result<SearchFound>> Find(LyceumDb db, Actor actor, House house, Texts texts, string? typed, string? source, string? cursor, CancellationToken ct)
    {
        var after = new PageRequest(cursor, Many).After<RankKey>();
        if (!after.Ok) return after.Refusal;
        if (SearchWords.Of(typed) is not { } words || SearchWords.Plain(typed) is not { } plain) return new SearchFound([]);
        var key = string.IsNullOrEmpty(source) ? null : after.Value.Key;   // only one place has pages
        var most = string.IsNullOrEmpty(source) ? Few : Many;
        List<SearchGroup> groups = [];
        foreach (var place in house.Contributions.SearchSources.Where(s => string.IsNullOrEmpty(source) || s.Name == source))
        {
            var hits = await place.Find(new SearchReading(db, actor, texts, words, plain, key, most + 1, ct));
            if (hits.Count == 0) continue;
            List<SearchHit> shown = [.. hits.Take(most)];
            var marks = string.IsNullOrEmpty(source) ? SearchMarks.ByBeginning(plain) : await SearchMarks.ByStem(db, plain, shown.SelectMany(h => new[] { h.Title, h.Text ?? "" }), ct);
            var next = hits.Count > most && most == Many && shown[^1].Key is { } last ? Cursor.Write(last) : null;
            groups.Add(new SearchGroup(place.Name, texts[place.TitleKey], shown.ConvertAll(h => h.Marked(marks)), hits.Count > most, next));
        }
        return new SearchFound(groups);
    }

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/search", async (LyceumDb db, Call call, House house, Texts texts, CancellationToken ct, string? q = null, string? @in = null, string? cursor = null) =>
            await Find(db, call.Actor, house, texts, q, @in, cursor, ct))
            .WithSummary("One search over everything the reader may see, best first; with `in`, the pages of one place.").Open("everyone finds what they may see; a visitor the published catalogue");
}

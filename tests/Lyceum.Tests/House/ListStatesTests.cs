using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Lyceum.Platform.Security;
using Lyceum.Tests.HouseRules.Matrix;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Route = Lyceum.Tests.HouseRules.Matrix.Route;

namespace Lyceum.Tests.HouseRules;

/// <summary>Every page that shows a list by places in it: says when it is empty, and does not call empty what it could not read.</summary>
public sealed class ListStatesTests(MatrixSchool school) : IClassFixture<MatrixSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The pages whose address carries a place in a list, with their patterns: found, not listed.</summary>
    private IReadOnlyDictionary<string, Type> Lists => field ??= school.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Select(e => (Pattern: "/" + e.RoutePattern.RawText!.Trim('/'), Page: e.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type))
        .Where(e => e.Page?.GetProperty("Cursor")?.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null && e.Pattern != "/demo/mail")
        .DistinctBy(e => e.Pattern).ToDictionary(e => e.Pattern, e => e.Page!, StringComparer.Ordinal);

    [Fact]
    public void Every_list_has_words_for_nothing()
    {
        Assert.True(Lists.Count > 12, string.Join(' ', Lists.Keys));
        var silent = Lists.Values.Distinct().Where(page => !File.ReadAllText(Directory.EnumerateFiles(Path.Combine(Source.Root, "src"), page.Name + ".razor", SearchOption.AllDirectories).Single()).Contains("<EmptyState", StringComparison.Ordinal));
        Assert.Empty(silent.Select(p => p.Name));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_place_in_a_list_that_cannot_be_read_is_said_on_every_list_and_is_never_an_empty_list()
    {
        var wrong = new ConcurrentBag<string>();
        foreach (var route in Route.All(school.Services).Where(r => r is { IsPage: true, Reads: true } && Lists.ContainsKey(r.Pattern)))
        {
            var walker = school.Walkers.First(w => w.Reaches(route.Rule.Permission, Whose.Mine, Reach.Own));
            var (address, _) = await route.At(school.Standing(walker, Whose.Mine));
            using var answer = await walker.Browser.Client.GetAsync(new Uri($"{address}?cursor=zzz", UriKind.Relative), Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            if (answer.StatusCode != HttpStatusCode.BadRequest || !html.Contains("ly-oops", StringComparison.Ordinal) || html.Contains("ly-blank", StringComparison.Ordinal))
                wrong.Add($"{route.Pattern}: {(int)answer.StatusCode}{(html.Contains("ly-blank", StringComparison.Ordinal) ? ", as if it were empty" : "")}");
        }
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }
}

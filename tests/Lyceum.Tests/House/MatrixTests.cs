using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.HouseRules.Matrix;
using Microsoft.AspNetCore.Builder;

namespace Lyceum.Tests.HouseRules;

/// <summary>
/// Every route of the running host × every built-in role and nobody × one's own thing and somebody else's: what is expected follows from
/// the declared rule, the permissions of the role and their reach. A route that is added is walked without being listed here.
/// </summary>
public sealed class MatrixTests(MatrixSchool school) : IClassFixture<MatrixSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<Route> Routes => field ??= Route.All(school.Services);

    [Fact]
    public void Every_route_with_parameters_is_in_the_table_of_objects() =>
        Assert.Equal([], Routes.Where(r => r.Parameters.Any() && Objects.Of(r.Pattern) is null).Select(r => $"unlisted route: {r.Method} {r.Pattern}"));

    [Fact(Timeout = 240_000)]
    public async Task Nobody_comes_where_their_roles_do_not_reach_and_changes_nothing_there()
    {
        var before = await school.Rows();
        var wrong = new List<string>();
        await Walk(route => true, async (walker, route, whose, address, _) =>
        {
            if (Expected(walker, route, whose)) return;
            using var answer = await Send(walker, route, address);
            var status = (int)answer.StatusCode;
            var held = route.Rule.Permission is { } p && walker.May.ContainsKey(p);
            var signIn = route.IsPage && !walker.SignedIn && status == 302 && answer.Headers.Location?.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal) == true;
            // Where the permission is held and only does not reach, an empty body may be refused before the thing is looked for.
            if (!signIn && status is not (401 or 403 or 404) && !(held && !route.Reads && status is 400 or 415 or 422)) Note(wrong, walker, route, whose, status);
        });
        Assert.Equal([], wrong.Order(StringComparer.Ordinal));
        Assert.Equal(before, await school.Rows());
    }

    [Fact(Timeout = 240_000)]
    public async Task Whoever_may_read_is_answered()
    {
        var wrong = new List<string>();
        await Walk(route => route.Reads, async (walker, route, whose, address, nothing) =>
        {
            if (!Expected(walker, route, whose)) return;
            using var answer = await Send(walker, route, address);
            var status = (int)answer.StatusCode;
            if (status is not (>= 200 and < 400) && !(nothing && status is 404 or 410)) Note(wrong, walker, route, whose, status);
        });
        Assert.Equal([], wrong.Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 240_000)]
    [InlineData("letters in numbers", """{"position":"x","capacity":"many","days":"x","limit":{}}""")]
    [InlineData("missing fields", "{}")]
    [InlineData("unknown members", """{"nobodyKnowsThis":1}""")]
    [InlineData("a list", "[]")]
    [InlineData("null", "null")]
    [InlineData("cut short", """{"a":""")]
    [InlineData("NUL", """{"reason":"\u0000","name":"\u0000"}""")]
    [InlineData("lone surrogate", """{"reason":"\ud800"}""")]
    [InlineData("deep", "deep")]
    [InlineData("broken UTF-8", "bytes")]
    public async Task A_bad_body_is_never_our_fault(string name, string body)
    {
        var bytes = body switch
        {
            "deep" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200)),
            "bytes" => [(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
            _ => Encoding.UTF8.GetBytes(body),
        };
        var administrator = school.Walkers.Single(w => w.Role == Role.Administrator);
        var nobody = school.Walkers.Single(w => !w.SignedIn);
        var wrong = new List<string>();
        foreach (var route in Routes.Where(r => !r.Reads && r.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            foreach (var walker in (Walker[])[administrator, nobody])
            {
                // A thing that is not there: a body that happens to be enough changes nothing.
                var address = route.Parameters.Any() ? route.With(school.Others.ToDictionary(t => t.Key, _ => Guid.CreateVersion7().ToString(), StringComparer.Ordinal)).Address : route.Pattern;
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), address) { Content = new ByteArrayContent(bytes) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await walker.Client.SendAsync(request, Ct);
                var status = (int)answer.StatusCode;
                if (status is >= 200 and < 300) continue;   // a route that reads no body, or for which nothing is required
                var code = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))?["code"] : null;
                if (status is not (400 or 401 or 403 or 404 or 409 or 410 or 413 or 415 or 422 or 429) || code is null) Note(wrong, walker, route, Whose.Others, status);
            }
        }
        Assert.True(wrong.Count == 0, name + ":\n" + string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_route_that_names_no_rule_stops_the_host()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.MapGet("/planted", () => "open to all by mistake");
        var stopped = Assert.Throws<InvalidOperationException>(() => { foreach (var source in ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources) RouteRules.CheckEvery(source, school.House); });
        Assert.Contains("/planted", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_names_an_unknown_permission_stops_the_host()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.MapGet("/planted", () => "x").Requires("nobody.declares.this");
        Assert.Throws<InvalidOperationException>(() => { foreach (var source in ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources) RouteRules.CheckEvery(source, school.House); });
    }

    /// <summary>The rule, the role and the reach: no knowledge of the route itself.</summary>
    private static bool Expected(Walker walker, Route route, Whose whose)
    {
        if (route.Rule.Permission is not { } permission) return true;
        if (!walker.May.TryGetValue(permission, out var reach)) return false;
        return whose == Whose.Mine || reach >= Objects.Of(route.Pattern)!.Others;
    }

    private async Task Walk(Func<Route, bool> which, Func<Walker, Route, Whose, string, bool, Task> step)
    {
        var cells = from walker in school.Walkers
                    from route in Routes
                    where which(route) && (!route.Parameters.Any() || Objects.Of(route.Pattern) is not null)
                    from whose in route.Parameters.Any() ? (Whose[])[Whose.Mine, Whose.Others] : [Whose.Mine]
                    select (walker, route, whose);
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (cell, _) =>
        {
            var (address, nothing) = cell.route.With(cell.whose == Whose.Mine ? cell.walker.Mine : school.Others);
            await step(cell.walker, cell.route, cell.whose, address, nothing);
        });
    }

    private static async Task<HttpResponseMessage> Send(Walker walker, Route route, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), address);
        if (route.IsPage || !address.StartsWith("/api/", StringComparison.Ordinal)) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        if (!route.Reads) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return await walker.Client.SendAsync(request, Ct);
    }

    private static void Note(List<string> wrong, Walker walker, Route route, Whose whose, int status)
    {
        lock (wrong) wrong.Add($"{route.Method} {route.Pattern} ({route.Rule.Permission ?? "open"}): {walker.Role}, {whose}: {status}");
    }
}

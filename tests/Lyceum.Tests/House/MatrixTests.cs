using System.Collections.Concurrent;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Reference;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Tests.HouseRules.Matrix;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Route = Lyceum.Tests.HouseRules.Matrix.Route;

namespace Lyceum.Tests.HouseRules;

/// <summary>
/// Every route of the running host × every built-in role and nobody × one's own thing and somebody else's: what is expected follows from
/// the declared rule, the permissions of the role and their reach. A route that is added is walked without being listed here; it only has to
/// say what stands behind its parameters and, where it writes, a body with which it works.
/// </summary>
public sealed class MatrixTests(MatrixSchool school) : IClassFixture<MatrixSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<Route> Routes => field ??= Route.All(school.Services);

    private Dictionary<string, int> Statuses => field ??= ErrorCatalogue.Read(school.House.Assemblies, school.Services.GetRequiredService<TextCatalogue>()).ToDictionary(e => e.Code, e => e.Status, StringComparer.Ordinal);

    private sealed record Cell(Walker Walker, Route Route, Whose Whose)
    {
        public bool Allowed => Walker.Reaches(Route.Rule.Permission, Whose, Route.ForOthers)
            || (Route.Reads && Objects.Of(Route.Pattern)?.Also is { } also && Walker.May.ContainsKey(also) && Walker.Reaches(also, Whose, Reach.All));

        public string Say(string what) => $"{Route.Name} ({Route.Rule.Permission ?? "open"}): {Walker.Role}, {Whose}: {what}";
    }

    [Fact]
    public void Every_route_says_what_stands_behind_it() => Assert.Equal([], Routes.Where(r => r.Parameters.Any() && Objects.Of(r.Pattern) is null).Select(r => $"no objects: {r.Name}")
        .Concat(Routes.Where(r => !r.Reads && Writes.Of(r) is null).Select(r => $"no body: {r.Name}"))
        .Concat(Writes.Table.Select(w => w.Route.Split('?')[0]).Except(Routes.Select(r => r.Name), StringComparer.Ordinal).Select(w => $"no such route: {w}")));

    [Fact(Timeout = 240_000)]
    public async Task Nobody_comes_where_their_roles_do_not_reach_and_changes_nothing_there()
    {
        List<(Cell Cell, string Address, string Body)> closed = [];
        var standing = new Dictionary<(Walker, Whose), Things>();
        foreach (var cell in Cells(r => r.Pattern != "/api/{**rest}").Where(c => !c.Allowed))
        {
            var key = (cell.Walker, cell.Whose);
            if (!standing.TryGetValue(key, out var things)) standing[key] = things = school.Standing(cell.Walker, cell.Whose);
            var (address, _) = await cell.Route.At(things);
            closed.Add((cell, address, cell.Route.Reads ? "" : await Route.Fill(Writes.Of(cell.Route)?.Body ?? "", things)));
        }
        Assert.True(closed.Count > 1000, $"only {closed.Count} closed cells");
        using (var visitor = school.Visitor("text/html")) await visitor.GetStringAsync("/sign-in", Ct);   // the first form there is makes a key of the house
        var (before, wrong) = (await school.Rows(), new ConcurrentBag<string>());
        await Each(closed, async at =>
        {
            using var answer = await Send(at.Cell, at.Address, at.Body);
            // A page may lead on to its first part without looking: that part then says no.
            var leadsOn = at.Cell is { Route.IsPage: true, Walker.SignedIn: true } && answer.Headers.Location is not null;
            using var last = leadsOn ? await at.Cell.Walker.Browser.Client.GetAsync(answer.Headers.Location, Ct) : null;
            if (!IsClosed(at.Cell, last ?? answer)) wrong.Add(at.Cell.Say($"{(int)answer.StatusCode} {answer.Headers.Location}"));
            // A page that fails says so: one that set no status would be empty.
            else if (at.Cell.Route.IsPage && (int)(last ?? answer).StatusCode >= 400 && !(await (last ?? answer).Content.ReadAsStringAsync(Ct)).Contains("ly-oops", StringComparison.Ordinal)) wrong.Add(at.Cell.Say("an empty page"));
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.Equal(before, await school.Rows());
    }

    [Fact(Timeout = 240_000)]
    public async Task Whoever_may_read_is_answered()
    {
        var wrong = new ConcurrentBag<string>();
        await Each(Cells(r => r.Reads).Where(c => c.Allowed), async cell =>
        {
            var (address, nothing) = await cell.Route.At(school.Standing(cell.Walker, cell.Whose));
            using var answer = await Send(cell, address, "");
            var status = (int)answer.StatusCode;
            if (nothing || Unfounded.Contains(cell.Route.Pattern) ? status is not (404 or 410) : status is not (>= 200 and < 400)) wrong.Add(cell.Say($"{status}"));
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [Fact(Timeout = 240_000)]
    public async Task Whoever_may_write_does()
    {
        var wrong = new ConcurrentBag<string>();
        await Each(Cells(r => !r.Reads).Where(c => c.Allowed), async cell =>
        {
            var writes = Writes.Of(cell.Route);
            if (writes is null || writes.Elsewhere is not null) return;
            var acting = writes.Alone && cell.Walker.SignedIn ? cell with { Walker = await school.Walk(cell.Walker.Role) } : cell;
            var things = writes.Fresh || writes.Alone ? await school.Fresh(acting.Walker, cell.Whose) : school.Standing(acting.Walker, cell.Whose);
            var (address, _) = await cell.Route.At(things, writes.Kinds);
            using var answer = await Send(acting, address, await Route.Fill(writes.Body, things));
            if (!Did(acting, writes, answer)) wrong.Add(cell.Say($"{(int)answer.StatusCode} {answer.Headers.Location} {await answer.Content.ReadAsStringAsync(Ct)}"));
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_route_that_names_no_rule_stops_the_host()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/planted", () => "open to all by mistake");
        var stopped = Assert.Throws<InvalidOperationException>(() => { foreach (var source in ((IEndpointRouteBuilder)app).DataSources) RouteRules.CheckEvery(source, school.House); });
        Assert.Contains("/planted", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_names_an_unknown_permission_stops_the_host()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/planted", () => "x").Requires("nobody.declares.this");
        Assert.Throws<InvalidOperationException>(() => { foreach (var source in ((IEndpointRouteBuilder)app).DataSources) RouteRules.CheckEvery(source, school.House); });
    }

    /// <summary>Pages that only a demo school has, and one to which only the school's provider leads.</summary>
    private static readonly HashSet<string> Unfounded = new(StringComparer.Ordinal) { "/demo/mail", "/sign-in/provider/return" };

    /// <summary>401, 403 or 404; a page sends a visitor to sign in, and a form that was refused leads back with such a code.</summary>
    private bool IsClosed(Cell cell, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode is 401 or 403 or 404) return true;
        if (cell.Route.IsApi || (int)answer.StatusCode != 302 || answer.Headers.Location?.OriginalString is not { } to) return false;
        return !cell.Walker.SignedIn && cell.Route.Reads ? to.StartsWith("/sign-in", StringComparison.Ordinal) : Refused(to) is { } code && Statuses.GetValueOrDefault(code) is 401 or 403 or 404;
    }

    private static bool Did(Cell cell, Writes writes, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (writes.Mine is { } own && cell.Whose == Whose.Mine) return status == own;
        return status is >= 200 and < 300 || (!cell.Route.IsApi && status is 302 or 303 && Refused(answer.Headers.Location!.OriginalString) is null);
    }

    private static string? Refused(string address) => address.Split("refused=") is [_, var code] ? code.Split('&', '#')[0] : null;

    private IEnumerable<Cell> Cells(Func<Route, bool> which) =>
        from route in Routes
        where which(route) && (!route.Parameters.Any() || Objects.Of(route.Pattern) is not null)
        from walker in school.Walkers
        from whose in route.Parameters.Any() ? (Whose[])[Whose.Mine, Whose.Others] : [Whose.Mine]
        select new Cell(walker, route, whose);

    private static Task Each<T>(IEnumerable<T> cells, Func<T, Task> step) =>
        Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (cell, _) => await step(cell));

    private static async Task<HttpResponseMessage> Send(Cell cell, string address, string body)
    {
        using var request = cell.Route.Request(address, body, cell.Walker);
        return await (cell.Route.IsApi || cell.Route.Pattern.StartsWith("/openapi", StringComparison.Ordinal) ? cell.Walker.Api : cell.Walker.Browser.Client).SendAsync(request, Ct);
    }
}

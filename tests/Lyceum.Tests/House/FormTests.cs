using System.Collections.Concurrent;
using System.Net;
using Lyceum.Identity.Registration;
using Lyceum.Platform.Security;
using Lyceum.Tests.HouseRules.Matrix;
using Route = Lyceum.Tests.HouseRules.Matrix.Route;

namespace Lyceum.Tests.HouseRules;

/// <summary>The school of the matrix with registration open, so that its form is there.</summary>
public sealed class FormSchool : MatrixSchool
{
    /// <inheritdoc/>
    protected override async Task Arrange()
    {
        await base.Arrange();
        await Do(new SetRegistration(RegistrationMode.Open), SettingRegistration.Handle);
    }
}

/// <summary>
/// Every form that a page draws and answers itself × every built-in role and nobody × one's own thing and somebody else's. The routes of the API and the forms that have
/// a route of their own are <see cref="MatrixTests"/>'.
/// </summary>
public sealed class FormTests(FormSchool school) : IClassFixture<FormSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<Route> Pages => field ??= [.. Route.All(school.Services).Where(r => r.IsPage)];

    private sealed record Cell(Walker Walker, Posts Post, Route Page, Whose Whose)
    {
        /// <summary>Whether the page itself lets them in: then it is drawn, without what they may not see or use.</summary>
        public bool Sees => Walker.Reaches(Page.Rule.Permission, Whose.Mine, Page.ForOthers);

        /// <summary>The things of one's own account stand behind no permission: they are nobody else's.</summary>
        public bool Allowed => Walker.Reaches(Page.Rule.Permission, Whose, Page.ForOthers) && Walker.Reaches(Post.Permission, Whose, Page.ForOthers) && !(Post.NeverMine && Whose == Whose.Mine)
            && !(Whose == Whose.Others && !Page.Parameters.Any());

        public string Say(string what) => Post.Say($"{Walker.Role}, {Whose}: {what}");
    }

    [Fact]
    public async Task Every_form_is_listed()
    {
        var listed = Posts.Table.Select(p => (Where: p.Part ?? p.Pattern, Name: Forms.Star(p.Handler))).ToHashSet();
        var written = Forms.Written();
        Assert.True(written.Count > 35, $"only {written.Count} forms were found");
        Assert.Equal([], written.Except(listed).Select(f => $"unlisted form: {f.Where} {f.Name}")
            .Concat(Posts.Table.Where(p => Pages.All(r => r.Pattern != p.Pattern)).Select(p => p.Say("no such page"))));
        // A part may stand on a page of which its row knows nothing, and a name may be made up: so what pages draw counts too.
        var drawn = new ConcurrentBag<(string Where, string Name)>();
        var walkers = school.Walkers.Where(w => w.Role is Role.Administrator or Role.Instructor or Walker.Nobody).ToList();
        await Each(Pages.SelectMany(p => walkers.Select(w => (Page: p, Walker: w))).Where(c => c.Walker.Reaches(c.Page.Rule.Permission, Whose.Mine, Reach.Own)), async at =>
        {
            var (address, nothing) = await at.Page.At(school.Standing(at.Walker, Whose.Mine));
            if (nothing) return;
            using var answer = await at.Walker.Browser.Client.GetAsync(address, Ct);
            foreach (var name in Forms.Drawn(await answer.Content.ReadAsStringAsync(Ct))) drawn.Add((at.Page.Pattern, name));
        });
        var places = Posts.Table.Select(p => (Where: p.Pattern, Name: Forms.Star(p.Handler))).ToHashSet();
        Assert.Equal([], drawn.Distinct().Except(places).Select(f => $"unlisted form: {f.Where} {f.Name}"));
        Assert.Equal([], Posts.Table.Where(p => !written.Contains((p.Part ?? p.Pattern, Forms.Star(p.Handler))) && !drawn.Contains((p.Pattern, Forms.Star(p.Handler)))).Select(p => p.Say("no such form")));
    }

    [Fact(Timeout = 240_000)]
    public async Task Nobody_posts_what_their_roles_do_not_reach_and_changes_nothing_there()
    {
        List<(Cell Cell, string Address, string Handler, string Fields)> closed = [];
        var standing = new Dictionary<(Walker, Whose), Things>();
        foreach (var cell in Cells().Where(c => !c.Allowed))
        {
            var key = (cell.Walker, cell.Whose);
            if (!standing.TryGetValue(key, out var things)) standing[key] = things = school.Standing(cell.Walker, cell.Whose);
            closed.Add((cell, await Address(cell.Post, cell.Page, things), await Handler(cell.Post, things), await Route.Fill(cell.Post.Fields, things)));
        }
        Assert.True(closed.Count > 500, $"only {closed.Count} closed cells");
        var (before, wrong) = (await school.Rows(), new ConcurrentBag<string>());
        await Each(closed, async at =>
        {
            using var answer = await Send(at.Cell.Walker, at.Address, Body(at.Handler, at.Fields, at.Cell.Walker.Browser.Token));
            var status = (int)answer.StatusCode;
            // 400: the page lets them in and has drawn no such form for them.
            if (status is not (401 or 403 or 404) && !(status == 400 && at.Cell.Sees)) wrong.Add(at.Cell.Say($"{status} {answer.Headers.Location}"));
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.Equal(before, await school.Rows());
    }

    [Fact(Timeout = 240_000)]
    public async Task Whoever_may_post_does_and_it_is_written_down()
    {
        var wrong = new ConcurrentBag<string>();
        // What stands on one page has one version: its posts come one after the other.
        await Each(Cells().Where(c => c.Allowed && c.Post.Elsewhere is null).GroupBy(c => c.Post.Series), async cells =>
        {
            var made = new Dictionary<(string, Whose), Walker>();   // who acts on their own account there does so from row to row: signing in is slow by design
            foreach (var cell in cells)
            {
                var who = cell.Walker;
                if (cell.Post.Alone && !made.TryGetValue((who.Role, cell.Whose), out who)) made[(cell.Walker.Role, cell.Whose)] = who = await school.Walk(cell.Walker.Role);
                var things = cell.Post.Fresh || cell.Post.Alone ? await school.Aside(who, cell.Whose) : school.Standing(who, cell.Whose);
                var walker = cell.Post.Visiting ? await school.Visit() : who;
                if (await Act(cell, walker, things) is { } fault) wrong.Add(cell.Say(fault));
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_post_that_is_not_from_our_page_changes_nothing()
    {
        List<(Posts Post, Walker Walker, string Address, string Body)> forged = [];
        var stranger = school.Walkers.First(w => w.Role == Role.Guardian).Browser.Token;
        foreach (var post in Posts.Table)
        {
            var page = Pages.First(p => p.Pattern == post.Pattern);
            var walker = school.Walkers.Where(w => w.Reaches(page.Rule.Permission, Whose.Mine, Reach.Own) && w.Reaches(post.Permission, Whose.Mine, Reach.Own)).OrderBy(w => w.Role != Role.Administrator).First();
            var things = school.Standing(walker, post.NeverMine ? Whose.Others : Whose.Mine);
            var (address, handler, fields) = (await Address(post, page, things), await Handler(post, things), await Route.Fill(post.Fields, things));
            foreach (var token in (string?[])[null, "", "nonsense", stranger]) forged.Add((post, walker, address, Body(handler, fields, token)));
        }
        var (before, wrong) = (await school.Rows(), new ConcurrentBag<string>());
        await Each(forged, async at =>
        {
            using var answer = await Send(at.Walker, at.Address, at.Body);
            if (answer.StatusCode != HttpStatusCode.BadRequest) wrong.Add(at.Post.Say($"{at.Walker.Role}: {(int)answer.StatusCode} {answer.Headers.Location}"));
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.Equal(before, await school.Rows());
    }

    /// <summary>Opens the page, fills in its form and sends it: what went wrong, or null.</summary>
    private async Task<string?> Act(Cell cell, Walker walker, Things things)
    {
        var post = cell.Post;
        if (post.Needs is { } needed) await things.Of(needed);
        var (handler, mine) = (await Handler(post, things), await Route.Fill(post.Fields, things));
        var address = await Address(post, cell.Page, things, post.Kinds);
        using var page = await walker.Browser.Client.GetAsync(address, Ct);
        if (Forms.Read(await page.Content.ReadAsStringAsync(Ct), handler) is not { } drawn) return $"no such form on {address}: {(int)page.StatusCode} {page.Headers.Location}";
        var token = drawn.First(f => f.Name == "__form").Value;
        var names = Pairs(mine).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        var kept = drawn.Where(f => f.Sent && f.Name != "__form" && !names.Contains(f.Name)).Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}");
        using var answer = await Send(walker, address, string.Join('&', [Body(handler, mine, token), .. kept]));
        if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther or HttpStatusCode.OK) || answer.Headers.Location?.OriginalString.Contains("refused=", StringComparison.Ordinal) == true)
            return $"{(int)answer.StatusCode} {answer.Headers.Location} {Forms.Alert(await answer.Content.ReadAsStringAsync(Ct))} {address} {string.Join('&', [mine, .. kept])}";
        var proof = post.Proof is null ? $"SELECT count(*) FROM platform.audit_entries WHERE request_id = '{answer.Headers.GetValues("X-Request-Id").Single()}'" : await Route.Fill(post.Proof, things);
        return await school.Database.Value<long>(proof) > 0 ? null : $"{(int)answer.StatusCode} {answer.Headers.Location}, but nothing was written down";
    }

    private IEnumerable<Cell> Cells() =>
        from post in Posts.Table
        let page = Pages.First(p => p.Pattern == post.Pattern)
        from walker in school.Walkers
        from whose in post.HasThing ? (Whose[])[Whose.Mine, Whose.Others] : [Whose.Mine]
        select new Cell(walker, post, page, whose);

    /// <summary>The name of the form: ids stand in it without their lines.</summary>
    internal static async Task<string> Handler(Posts post, Things things)
    {
        if (post.Handler.Split('$') is not [var name, _]) return post.Handler;
        return name + (await Route.Fill(post.Handler[name.Length..], things)).Replace("-", "", StringComparison.Ordinal);
    }

    internal static async Task<string> Address(Posts post, Route page, Things things, string? kinds = null) =>
        (await page.At(things, kinds)).Address + await Route.Fill(post.Page[post.Pattern.Length..], things);

    internal static IEnumerable<KeyValuePair<string, string>> Pairs(string fields) =>
        fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=', 2)).Select(f => KeyValuePair.Create(f[0], f[1]));

    internal static string Body(string handler, string fields, string? token) => string.Join('&',
        Pairs(fields).Append(KeyValuePair.Create("_handler", handler)).Concat(token is null ? [] : [KeyValuePair.Create("__form", token)]).Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));

    private static async Task<HttpResponseMessage> Send(Walker walker, string address, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        return await walker.Browser.Client.PostAsync(address, content, Ct);
    }

    private static Task Each<T>(IEnumerable<T> cells, Func<T, Task> step) =>
        Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (cell, _) => await step(cell));
}

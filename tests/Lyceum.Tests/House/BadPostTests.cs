using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lyceum.Platform.Security;
using Lyceum.Tests.HouseRules.Matrix;
using Route = Lyceum.Tests.HouseRules.Matrix.Route;

namespace Lyceum.Tests.HouseRules;

/// <summary>
/// Every form that a page draws and answers itself, filled in so that it would work but for one thing: never our fault, always said why, and what is refused has changed nothing.
/// A save is no fault where what came is a value like another.
/// </summary>
public sealed partial class BadPostTests(FormSchool school) : IClassFixture<FormSchool>
{
    private static readonly string[] Words = ["", "a\0b", "%ff%fe", "%ed%a0%80", "long"];
    private static readonly string[] Numbers = ["", "x", "-1", "100.4", "99999999999999999999", "1e400", "NaN", "%00"];
    private static readonly string[] Days = ["", "x", "9999-12-31", "0001-01-01", "2027-02-30"];
    private static readonly string[] Times = ["", "x", "9999-12-31T23:59", "0001-01-01T00:00", "2027-01-01T00:00Z", "2027-03-28T03:30"];
    private static readonly string[] Choices = ["", "nobody's choice", "%00", "-1"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<Route> Pages => field ??= [.. Route.All(school.Services).Where(r => r.IsPage)];

    private sealed record Bad(string Name, string Body, string? ContentType = "application/x-www-form-urlencoded");

    /// <summary>A form with somebody who may send it, at a thing of theirs.</summary>
    private sealed record Ready(Posts Post, Walker Walker, string Address, string Handler, string Token, IReadOnlyList<(string Name, string Value, string Kind)> Fields)
    {
        public string With(params (string Name, string Raw)[] others) => string.Join('&',
            Fields.Where(f => others.All(o => o.Name != f.Name)).Select(f => $"{Escape(f.Name)}={Escape(f.Value)}")
                .Concat(others.Select(o => $"{Escape(o.Name)}={o.Raw}")).Append($"_handler={Escape(Handler)}").Append($"__form={Escape(Token)}"));

        private static string Escape(string text) => Uri.EscapeDataString(text);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_body_that_is_no_form_of_ours_changes_nothing()
    {
        List<(Ready Form, Bad Bad)> all = [];
        foreach (var post in Posts.Table.DistinctBy(p => (p.Page, p.Handler)))
        {
            if (await Draw(post) is { } form) all.AddRange(NoForm(form).Select(b => (form, b)));
            else Assert.True(post.Elsewhere is not null, post.Say("is not drawn"));   // there the page draws it after something that cannot happen here
        }
        var (before, wrong) = (await school.Rows(), new ConcurrentBag<string>());
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (at, _) =>
        {
            using var answer = await Send(at.Form, at.Bad);
            if ((int)answer.StatusCode is not (400 or 413 or 415) || !await Says(answer)) wrong.Add(at.Form.Post.Say($"{at.Bad.Name}: {(int)answer.StatusCode} {answer.Headers.Location}"));
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.Equal(before, await school.Rows());
    }

    [Fact(Timeout = 240_000)]
    public async Task A_field_that_makes_no_sense_is_never_our_fault()
    {
        var (wrong, refused, sent) = (new ConcurrentBag<string>(), new ConcurrentDictionary<string, string>(StringComparer.Ordinal), 0);
        await Parallel.ForEachAsync(Posts.Table.GroupBy(p => p.Pattern), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (posts, _) =>
        {
            foreach (var post in posts)
            {
                if (await Draw(post) is not { } first)
                {
                    if (post.Elsewhere is null) wrong.Add(post.Say("is not drawn"));
                    continue;
                }
                Ready? form = first;
                foreach (var name in Fields(first).Select(b => b.Name).ToList())
                {
                    // What was saved has moved on: a version, a state, a thing used up.
                    form ??= await Draw(post);
                    if (form is null || Fields(form).FirstOrDefault(b => b.Name == name) is not { } bad) continue;
                    using var answer = await Send(form, bad);
                    Interlocked.Increment(ref sent);
                    var status = (int)answer.StatusCode;
                    if (status is >= 200 and < 400) form = null;
                    else if (status is 400 or 401 or 403 or 404 or 409 or 410 or 412 or 413 or 415 or 422 or 429 && await Says(answer)) refused[answer.Headers.GetValues("X-Request-Id").Single()] = post.Records ? "" : post.Say($"{bad.Name}: {status}");
                    else wrong.Add(post.Say($"{bad.Name}: {status}"));
                }
            }
        });
        Assert.True(sent > 500, $"only {sent} were sent");
        var written = (await school.Database.Value<string>("SELECT coalesce(string_agg(DISTINCT request_id, ' '), '') FROM platform.audit_entries WHERE action <> 'recorded'"))!.Split(' ').ToHashSet(StringComparer.Ordinal);
        foreach (var (_, what) in refused.Where(r => r.Value.Length > 0 && written.Contains(r.Key))) wrong.Add(what + ", but something was written");
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    /// <summary>Nothing of these can be read as one of the page's forms.</summary>
    private static IEnumerable<Bad> NoForm(Ready form)
    {
        var good = form.With();
        var token = "__form=" + Uri.EscapeDataString(form.Token);
        yield return new("unknown form", good.Replace("_handler=", "_handler=nobodys-", StringComparison.Ordinal));
        yield return new("no name of a form", Regex.Replace(good, "_handler=[^&]*", "x=1", RegexOptions.None, TimeSpan.FromSeconds(1)));
        yield return new("two names of a form", good + "&_handler=another");
        yield return new("a name with NUL", good.Replace("_handler=", "_handler=%00", StringComparison.Ordinal));
        yield return new("a long name", good.Replace("_handler=", "_handler=" + new string('x', 5000), StringComparison.Ordinal));
        yield return new("nothing", "");
        yield return new("only a token", token);
        yield return new("too many fields", good + string.Concat(Enumerable.Range(0, 1100).Select(i => $"&f{i}=1")));
        yield return new("a long key", good + "&" + new string('k', 5000) + "=1");
        yield return new("JSON", "{}", "application/json");
        yield return new("plain text", good, "text/plain");
        yield return new("no kind", good, null);
        yield return new("multipart without a boundary", good, "multipart/form-data");
        yield return new("multipart cut short", "--b\r\nContent-Disposition: form-data; name=\"_handler\"\r\n\r\n" + form.Handler, "multipart/form-data; boundary=b");
    }

    /// <summary>One field at a time makes no sense, then all of them.</summary>
    private static IEnumerable<Bad> Fields(Ready form)
    {
        // Of many fields of one kind (reaches, rows) the first two speak for all.
        foreach (var field in form.Fields.GroupBy(f => Many().Replace(f.Name, "*")).SelectMany(g => g.Take(2)))
        {
            var values = field.Kind switch { "number" => Numbers, "date" => Days, "datetime-local" => Times, "select" or "radio" or "checkbox" or "hidden" or "button" => Choices, _ => Words };
            foreach (var value in values) yield return new($"{field.Name}={value.Replace("\0", "%00", StringComparison.Ordinal)}", form.With((field.Name, Raw(value))));
            yield return new($"{field.Name} twice", form.With() + $"&{Uri.EscapeDataString(field.Name)}=x");
            if (field.Name.EndsWith("Id", StringComparison.Ordinal) || Guid.TryParse(field.Value, out _)) yield return new($"{field.Name}: nothing's id", form.With((field.Name, Guid.CreateVersion7().ToString())));
        }
        yield return new("missing fields", $"_handler={form.Handler}&__form={Uri.EscapeDataString(form.Token)}");
        yield return new("all NUL", form.With([.. form.Fields.Select(f => (f.Name, "%00"))]));
        yield return new("all x", form.With([.. form.Fields.Select(f => (f.Name, "x"))]));
        foreach (var model in form.Fields.Where(f => f.Name.Contains('.', StringComparison.Ordinal)).Select(f => f.Name.Split('.')[0].Split('[')[0]).Distinct(StringComparer.Ordinal))
        {
            yield return new($"{model}: only unknown fields", $"{model}.Nobody=1&{model}=1&_handler={form.Handler}&__form={Uri.EscapeDataString(form.Token)}");
            yield return new($"{model}: deep", form.With() + "&" + model + string.Concat(Enumerable.Repeat(".A", 200)) + "=1");
            yield return new($"{model}: far rows", form.With() + $"&{model}.Rows[999999999].En=1&{model}.Options[-1].Text=x&{model}.Rows[x].En=1&{model}[=1&{model}.]=1");
        }
        if (Id().IsMatch(form.Handler)) yield return new("nothing's form", form.With().Replace(form.Handler, Id().Replace(form.Handler, Guid.CreateVersion7().ToString("n")), StringComparison.Ordinal));
    }

    private static string Raw(string value) => value == "long" ? new string('x', 5000) : value.StartsWith('%') ? value : Uri.EscapeDataString(value);

    /// <summary>The form as somebody sees it who may send it, filled in as its row says.</summary>
    private async Task<Ready?> Draw(Posts post)
    {
        var page = Pages.First(p => p.Pattern == post.Pattern);
        var may = school.Walkers.Where(w => w.Reaches(page.Rule.Permission, Whose.Mine, Reach.Own) && w.Reaches(post.Permission, Whose.Mine, Reach.Own)).OrderBy(w => w.Role != Role.Administrator).First();
        var walker = post.Cookie is { } cookie ? await school.Visit(cookie) : post.Visiting ? await school.Visit() : page.Rule.Permission is null ? school.Walkers.Single(w => !w.SignedIn) : post.Alone ? await school.Walk(may.Role) : may;
        var whose = post.NeverMine ? Whose.Others : Whose.Mine;
        var things = post.Fresh || post.Alone ? await school.Aside(walker, whose) : school.Standing(walker, whose);
        if (post.Needs is { } needed) await things.Of(needed);
        var (handler, mine) = (await FormTests.Handler(post, things), FormTests.Pairs(await Route.Fill(post.Fields, things)).ToDictionary(StringComparer.Ordinal));
        var address = await FormTests.Address(post, page, things, post.Kinds);
        using var answer = await walker.Browser.Client.GetAsync(address, Ct);
        if (Forms.Read(await answer.Content.ReadAsStringAsync(Ct), handler) is not { } drawn) return null;
        var fields = drawn.Where(f => f.Name != "__form").GroupBy(f => f.Name, StringComparer.Ordinal).Select(g => (g.Key, mine.GetValueOrDefault(g.Key, (g.FirstOrDefault(f => f.Sent) ?? g.First()).Value), g.First().Kind)).ToList();
        fields.AddRange(mine.Where(m => fields.All(f => f.Key != m.Key)).Select(m => (m.Key, m.Value, "button")));
        return new Ready(post, walker, address, handler, drawn.First(f => f.Name == "__form").Value, fields);
    }

    private static async Task<HttpResponseMessage> Send(Ready form, Bad bad)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(bad.Body));
        if (bad.ContentType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(bad.ContentType);
        return await form.Walker.Browser.Client.PostAsync(form.Address, content, Ct);
    }

    /// <summary>A page with a heading, which after a refused form names what is wrong; or a problem with its code.</summary>
    private static async Task<bool> Says(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return answer.Content.Headers.ContentType?.MediaType switch
        {
            "application/problem+json" => (string?)JsonNode.Parse(text)?["code"] is { Length: > 0 },
            "text/html" => text.Contains("<h1", StringComparison.Ordinal) && ((int)answer.StatusCode is not (409 or 412 or 422 or 429) || text.Contains("role=\"alert\"", StringComparison.Ordinal)),
            _ => false,
        };
    }

    [GeneratedRegex(@"\d+|(?<=^reach:).*", RegexOptions.None, 1000)]
    private static partial Regex Many();

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex Id();
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Lyceum.Platform.Security;
using Lyceum.Tests.HouseRules.Matrix;

namespace Lyceum.Tests.HouseRules;

/// <summary>Bodies that cannot be read or make no sense, sent to every writing route by an administrator and by nobody: never our fault, always said why.</summary>
public sealed class BadBodyTests(MatrixSchool school) : IClassFixture<MatrixSchool>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<Route> Routes => field ??= [.. Route.All(school.Services).Where(r => !r.Reads)];

    [Theory(Timeout = 240_000)]
    [InlineData("letters in numbers", """{"position":"x","capacity":"many","days":"x","limit":{},"minutes":"x","seconds":"x","sequence":"x","passPercent":"x"}""")]
    [InlineData("out of range", """{"position":-1,"capacity":0,"days":99999,"minutes":-5,"seconds":99999999,"sequence":-1,"passPercent":1e99,"points":1e40}""")]
    [InlineData("missing fields", "{}")]
    [InlineData("unknown members", """{"nobodyKnowsThis":1}""")]
    [InlineData("a list", "[]")]
    [InlineData("null", "null")]
    [InlineData("cut short", """{"a":""")]
    [InlineData("NUL", """{"reason":"\u0000","name":"\u0000","title":"\u0000"}""")]
    [InlineData("lone surrogate", """{"reason":"\ud800","title":"\ud800"}""")]
    [InlineData("deep", "deep")]
    [InlineData("broken UTF-8", "bytes")]
    [InlineData("nothing", "")]
    [InlineData("no kind", "{}", null)]
    [InlineData("another kind", "{}", "text/plain")]
    [InlineData("no kind at all", "{}", "nonsense")]
    public async Task A_bad_body_is_never_our_fault(string name, string body, string? contentType = "application/json")
    {
        byte[] bytes = body switch
        {
            "deep" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200)),
            "bytes" => [(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
            _ => Encoding.UTF8.GetBytes(body),
        };
        await Walk(name, r => r.IsApi, () =>
        {
            var content = new ByteArrayContent(bytes);
            if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            return content;
        });
    }

    [Theory(Timeout = 240_000)]
    [InlineData("nothing", "")]
    [InlineData("letters in numbers", "id=x&section=x&enrolment=x&position=many&to=x:y&unit=x&reason=1")]
    [InlineData("out of range", "position=99999999999999999999&to=99999999999&kind=&title=")]
    [InlineData("NUL", "title=%00&reason=%00%00%00%00%00%00%00%00%00%00%00&kind=%00&id=%00")]
    [InlineData("broken UTF-8", "title=%ff%fe&reason=%ff%fe%ff%fe%ff%fe%ff%fe%ff%fe%ff%fe&id=%ff")]
    [InlineData("long", "long")]
    public async Task A_bad_form_is_never_our_fault(string name, string form) => await Walk(name, r => !r.IsApi, walker =>
    {
        var fields = form == "long" ? "title=" + new string('x', 5000) + "&reason=" + new string('x', 5000) : form;
        return new StringContent(fields + "&__form=" + Uri.EscapeDataString(walker.Browser.Token), Encoding.ASCII, "application/x-www-form-urlencoded");
    });

    [Theory(Timeout = 240_000)]
    [InlineData("no kind", null)]
    [InlineData("JSON", "application/json")]
    [InlineData("multipart without a boundary", "multipart/form-data")]
    public async Task A_form_of_another_kind_is_never_our_fault(string name, string? contentType) => await Walk(name, r => !r.IsApi, _ =>
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    });

    private Task Walk(string name, Func<Route, bool> which, Func<HttpContent> body) => Walk(name, which, _ => body());

    /// <summary>At things that are not there: a body that happens to be enough changes nothing. A program is told a code, a person a page or the way back.</summary>
    private async Task Walk(string name, Func<Route, bool> which, Func<Walker, HttpContent> body)
    {
        var wrong = new ConcurrentBag<string>();
        Walker[] walkers = [school.Walkers.Single(w => w.Role == Role.Administrator), school.Walkers.Single(w => !w.SignedIn)];
        var cells = Routes.Where(which).Where(r => r.Pattern != "/sign-out").SelectMany(r => walkers.Select(w => (Route: r, Walker: w)));
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (cell, _) =>
        {
            var (route, walker) = cell;
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Nowhere()) { Content = body(walker) };
            using var answer = await (route.IsApi ? walker.Api : walker.Browser.Client).SendAsync(request, Ct);
            var status = (int)answer.StatusCode;
            if (status is >= 200 and < 400) return;   // a route that reads no body, for which nothing is required, or the way back to a page
            var text = await answer.Content.ReadAsStringAsync(Ct);
            var kind = answer.Content.Headers.ContentType?.MediaType;
            var said = kind == "application/problem+json" ? (string?)JsonNode.Parse(text)?["code"] is { Length: > 0 } : !route.IsApi && kind == "text/html" && text.Contains("<h1", StringComparison.Ordinal);
            if (status is not (400 or 401 or 403 or 404 or 409 or 410 or 413 or 415 or 422 or 429) || !said) wrong.Add($"{route.Name}: {walker.Role}: {status} {kind}");
        });
        Assert.True(wrong.IsEmpty, name + ":\n" + string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }
}

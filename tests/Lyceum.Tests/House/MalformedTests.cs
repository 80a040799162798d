using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Lyceum.Platform.Security;
using Lyceum.Tests.HouseRules.Matrix;

namespace Lyceum.Tests.HouseRules;

/// <summary>
/// Ten thousand requests that nobody means well: every route in turn, by nobody, a learner and an administrator, with addresses, headers and bodies drawn from
/// what breaks parsers. The house may refuse and may be busy; it never breaks and never tells how it is built.
/// </summary>
public sealed partial class MalformedTests(MatrixSchool school) : IClassFixture<MatrixSchool>
{
    private const int Requests = 10_000;
    private const int Seed = 20_261_125;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly string[] Parts =
    [
        "-1", "0", "99999999999999999999", "1e400", "NaN", "%00", "a%00b", "%ff%fe", "%ed%a0%80", "%c0%ae%c0%ae", "..%2f..%2fetc%2fpasswd", "%2e%2e", "'%3b--", "%25s%25n", "%f0%9f%92%a5",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "%E2%80%AE", "null", "undefined", "true", "[]", "%7b%7d", "a%0d%0ab", "%20", "*", "%2B", "x%3Fy", "%23",
    ];

    private static readonly string[] Values =
    [
        "\"x\"", "\"\"", "-1", "0", "1e400", "99999999999999999999999999", "0.1e-300", "true", "null", "[]", "{}", "[[[[1]]]]", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\"", "\"2026-99-99\"", "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"", "\"00000000-0000-0000-0000-000000000000\"", "{\"en\":1}", "[null]", "\"'; DROP TABLE people; --\"", "\"<script>alert(1)</script>\"", "12345678901234567890", "-0", "\"\\\\\"",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("If-Match", ["\"x\"", "*", "W/\"1\"", "\"-1\"", "\"99999999999999999999\"", "x", "\"1\", \"2\""]),
        ("Idempotency-Key", ["x", "a b", new string('k', 300), "\u00e9"]),
        ("Accept-Language", ["xx", "ar-EG;q=x", new string(',', 500), "*;q=2", "../../en"]),
        ("Accept", ["nonsense", "text/html;q=0", "*/*;q=9", "application/xml"]),
        ("Range", ["bytes=-1-", "bytes=0-0,1-1,2-2", "chars=1-2", "bytes=99999999999999999999-"]),
        ("Authorization", ["Bearer", "Bearer ", "Bearer x", "Basic %%%", "Bearer " + new string('a', 190)]),
        ("X-Forwarded-For", ["::::", "1.2.3.4, 5.6.7.8", new string('9', 1000)]),
        ("Sec-Fetch-Site", ["cross-site", "none", "x"]),
        ("Cookie", ["lyceum=%00", "lyceum=" + "lyceum", "theme=\"", "language=xx; theme=neon", "=;=;"]),
    ];

    [Fact(Timeout = 400_000)]
    public async Task Ten_thousand_malformed_requests_break_nothing()
    {
        Walker[] walkers = [school.Walkers.Single(w => !w.SignedIn), school.Walkers.Single(w => w.Role == Role.Learner), school.Walkers.Single(w => w.Role == Role.Administrator)];
        var routes = Route.All(school.Services).Where(r => r.Pattern != "/sign-out").ToList();
        var (wrong, seen) = (new ConcurrentBag<string>(), new ConcurrentDictionary<int, int>());
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (number, _) =>
        {
            var dice = new Random(Seed + number);
            var (route, walker) = (routes[number % routes.Count], walkers[number / routes.Count % walkers.Length]);
            using var request = Malformed(route, walker, dice);
            var said = $"{number}: {request.Method} {request.RequestUri} as {walker.Role}";
            try
            {
                using var answer = await (route.IsApi ? walker.Api : walker.Browser.Client).SendAsync(request, Ct);
                var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
                seen.AddOrUpdate(status, 1, (_, n) => n + 1);
                if (status >= 500 && !(status == 503 && answer.Headers.RetryAfter is not null)) wrong.Add($"{said}: {status}");
                if (Built().IsMatch(text)) wrong.Add($"{said}: tells how it is built: {Built().Match(text).Value}");
            }
            catch (HttpRequestException e)
            {
                wrong.Add($"{said}: {e.Message}");   // the server broke the connection off
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", seen.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        Assert.True(wrong.IsEmpty, $"seed {Seed}, {wrong.Count} wrong:\n" + string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(40)));
        Assert.True(seen.Keys.Count(s => s is >= 400 and < 500) >= 4, "the requests were not as bad as they should be: " + string.Join(", ", seen.Keys));
    }

    private static HttpRequestMessage Malformed(Route route, Walker walker, Random dice)
    {
        string Pick(string[] from) => from[dice.Next(from.Length)];
        var path = Parameter().Replace(route.Pattern, _ => dice.Next(3) == 0 ? Guid.CreateVersion7().ToString() : dice.Next(40) == 0 ? new string('a', 3000) : Pick(Parts));
        string[] names = ["cursor", "limit", "q", "state", "from", "to", "unread", "one", "purpose", "language", "return", "refused", "x"];
        var query = string.Join('&', Enumerable.Range(0, dice.Next(4)).Select(_ => $"{Pick(names)}={Pick(Parts)}"));
        var address = new Uri($"{walker.Api.BaseAddress!.ToString().TrimEnd('/')}{path}{(query.Length > 0 ? "?" + query : "")}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(route.Method), address);
        if (dice.Next(3) == 0)
        {
            var (name, values) = Headers[dice.Next(Headers.Length)];
            request.Headers.TryAddWithoutValidation(name, Pick(values).Where(c => c is >= ' ' and <= '~').Aggregate("", (text, c) => text + c));
        }
        if (!route.Reads) request.Content = route.IsApi ? Json(route, dice, Pick) : Form(route, walker, dice, Pick);
        return request;
    }

    private static ByteArrayContent Json(Route route, Random dice, Func<string[], string> pick)
    {
        var template = Writes.Of(route)?.Body is { } body && body.StartsWith('{') ? body : """{"name":"x","reason":"x"}""";
        var text = dice.Next(8) switch
        {
            0 => string.Concat(Enumerable.Repeat(dice.Next(2) == 0 ? "[" : "{\"a\":", 1 + dice.Next(5000))),
            1 => template[..dice.Next(template.Length)],
            2 => "{\"x\":\"" + new string('x', dice.Next(200_000)) + "\"}",
            3 => pick(Values),
            _ => Field().Replace(template, m => dice.Next(2) == 0 ? m.Groups["name"].Value + pick(Values) : m.Value),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        if (dice.Next(10) == 0 && bytes.Length > 2) bytes[dice.Next(bytes.Length)] = (byte)(0x80 + dice.Next(0x80));
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", dice.Next(12) switch { 0 => "text/plain", 1 => "application/json; charset=utf-7", 2 => "multipart/form-data; boundary=", 3 => "x", _ => "application/json" });
        return content;
    }

    private static ByteArrayContent Form(Route route, Walker walker, Random dice, Func<string[], string> pick)
    {
        var fields = (Writes.Of(route)?.Body ?? "name=x").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(f => dice.Next(2) == 0 ? $"{f.Split('=')[0]}={pick(Parts)}" : f)
            .Append(dice.Next(6) == 0 ? "__form=" + pick(Parts) : "__form=" + Uri.EscapeDataString(walker.Browser.Token))
            .Concat(dice.Next(6) == 0 ? Enumerable.Range(0, 1200).Select(i => string.Create(CultureInfo.InvariantCulture, $"f{i}=1")) : []);
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(string.Join('&', fields)));
        content.Headers.TryAddWithoutValidation("Content-Type", dice.Next(12) switch { 0 => "application/json", 1 => "multipart/form-data", 2 => "multipart/form-data; boundary=" + new string('b', 200), _ => "application/x-www-form-urlencoded" });
        return content;
    }

    [GeneratedRegex(@"\{\**(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("""(?<name>"[A-Za-z]+"\s*:\s*)(?<value>"[^"]*"|-?[0-9.]+|true|false|null)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();

    /// <summary>A stack trace, the name of an exception, or PostgreSQL's own words.</summary>
    [GeneratedRegex(@"   at \w+(\.\w+)+\(|\bSystem\.\w+Exception\b|Npgsql\.|\b(violates (foreign key|check|unique) constraint|syntax error at or near)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Built();
}

using System.Net;
using System.Text.RegularExpressions;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>Somebody who walks along the routes: a holder of one role, or nobody. As a program by bearer token, as a person by browser.</summary>
internal sealed record Walker(string Role, TestPerson? Person, HttpClient Api, Browsing Browser, IReadOnlyDictionary<string, Reach> May)
{
    public const string Nobody = "nobody";

    public bool SignedIn => Person is not null;

    /// <summary>How far the rule of a route carries this walker: null where it does not let them in.</summary>
    public bool Reaches(string? permission, Whose whose, Reach forOthers) =>
        permission is null || (May.TryGetValue(permission, out var reach) && (whose == Whose.Mine || reach >= forOthers));
}

/// <summary>A browser with the token its forms carry.</summary>
internal sealed partial record Browsing(HttpClient Client, string Token)
{
    /// <summary>Reads a page with a form, keeps the cookie that came with it and the token.</summary>
    public static async Task<Browsing> Open(HttpClient client, string page)
    {
        using var answer = await client.GetAsync(page, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (client.DefaultRequestHeaders.TryGetValues("Cookie", out var known) && answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            var all = string.Join("; ", [.. known, .. set.Select(c => c.Split(';')[0])]);
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", all);
        }
        if (!client.DefaultRequestHeaders.Contains("Sec-Fetch-Site")) client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return new Browsing(client, WebUtility.HtmlDecode(FormToken().Match(html).Groups["token"].Value));
    }

    [GeneratedRegex("name=\"__form\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Lyceum.Platform.Database;

namespace Lyceum.Tests.Faults;

/// <summary>What came of a cut.</summary>
/// <param name="Saved">Answers acknowledged in all.</param>
/// <param name="Refused">Sendings answered 503 or not at all, and sent again.</param>
/// <param name="ReadySeconds">From PostgreSQL's return to the first 200 at <c>/readyz</c>.</param>
/// <param name="SavedSeconds">From PostgreSQL's return until what everybody had typed meanwhile was saved.</param>
internal sealed record CutResult(int Saved, int Refused, double ReadySeconds, double SavedSeconds);

/// <summary>
/// Fault F12 of operations.md in small: PostgreSQL goes away under people who write and comes back. They are told so, nothing they typed is lost, and the server finds its
/// database again without being started anew.
/// </summary>
internal static class DatabaseCut
{
    private sealed record Typist(HttpClient Client, string Attempt, string Question)
    {
        public int Last { get; set; }

        public int Refused { get; set; }

        public static string Text(int n) => string.Create(CultureInfo.InvariantCulture, $"typed {n}");

        /// <summary>As <c>autosave.js</c> does it: the next text when the last is saved, the same one again while it is not.</summary>
        public async Task Type(Func<bool> over, CancellationToken ct)
        {
            while (!over())
            {
                var n = Last + 1;
                while ((await new Fact(FactKind.Answer, $"{n}", Text(n), Client, HttpMethod.Put, $"/api/v1/attempts/{Attempt}/answers/{Question}", Fact.Json(new { sequence = n, text = Text(n) })).Send(ct)).Outcome != Outcome.Ok)
                {
                    Refused++;
                    await Task.Delay(200, ct);
                }
                Last = n;
            }
        }
    }

    public static async Task<CutResult> Run(KilledSchool school, TimeSpan length, CancellationToken ct)
    {
        var places = await Places.Arrange(school, 1, learners: 3, crowd: 1);
        List<Typist> typists = [];
        foreach (var learner in places.Learners) typists.Add(await Begin(learner.Client, places.Quiz, ct));
        var pid = school.Server.Pid;
        var over = false;
        var typing = typists.ConvertAll(t => t.Type(() => over, ct));
        await Task.Delay(500, ct);

        await PrivateCluster.Stop(school.Paths, ct);
        var until = TimeProvider.System.GetUtcNow() + length;
        do
        {
            await Look(school, ct);
            await Task.Delay(500, ct);
        }
        while (TimeProvider.System.GetUtcNow() < until);

        var from = Stopwatch.GetTimestamp();
        var before = typists.ConvertAll(t => t.Last);
        await school.StartDatabase(ct);
        await school.Server.Ready(ct);
        var ready = Stopwatch.GetElapsedTime(from);
        while (typists.Where((t, i) => t.Last == before[i]).Any()) await Task.Delay(20, ct);
        var saved = Stopwatch.GetElapsedTime(from);
        over = true;
        await Task.WhenAll(typing).WaitAsync(TimeSpan.FromSeconds(30), ct);

        Assert.Equal(pid, school.Server.Pid);
        foreach (var typist in typists)
        {
            var kept = await new Checker(school).Value($"SELECT string_agg(answer ->> 'text', ',' ORDER BY sequence) FROM assessment.answers WHERE attempt_id = '{typist.Attempt}'", ct);
            Assert.Equal(string.Join(',', Enumerable.Range(1, typist.Last).Select(Typist.Text)), kept);
        }
        Assert.All(typists, t => Assert.True(t.Refused > 0, "nobody noticed the cut"));
        return new CutResult(typists.Sum(t => t.Last), typists.Sum(t => t.Refused), Math.Round(ready.TotalSeconds, 2), Math.Round(saved.TotalSeconds, 2));
    }

    private static async Task<Typist> Begin(HttpClient client, Guid quiz, CancellationToken ct)
    {
        using var started = await client.PostAsync(new Uri($"/api/v1/quizzes/{quiz}/attempts", UriKind.Relative), null, ct);
        var attempt = (string)JsonNode.Parse(await started.Content.ReadAsStringAsync(ct))!["id"]!;
        return new Typist(client, attempt, (string)JsonNode.Parse(await client.GetStringAsync(new Uri($"/api/v1/attempts/{attempt}", UriKind.Relative), ct))!["questions"]![0]!["id"]!);
    }

    /// <summary>What there is to see meanwhile: alive, not ready, and a page or a problem that says to come back.</summary>
    private static async Task Look(KilledSchool school, CancellationToken ct)
    {
        using var visitor = school.Server.Client(null);
        foreach (var (address, accept, status, words) in ((string, string, HttpStatusCode, string)[])
        [
            ("/livez", "*/*", HttpStatusCode.OK, ""), ("/readyz", "*/*", HttpStatusCode.ServiceUnavailable, ""),
            ("/catalogue", "text/html", HttpStatusCode.ServiceUnavailable, "<h1"), ("/sign-in", "text/html", HttpStatusCode.ServiceUnavailable, "dir=\"rtl\""),
            ("/api/v1/courses", "application/json", HttpStatusCode.ServiceUnavailable, "platform.database.away"),
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd(accept);
            request.Headers.AcceptLanguage.ParseAdd("ar");
            var from = Stopwatch.GetTimestamp();
            using var answer = await visitor.SendAsync(request, ct);
            var body = await answer.Content.ReadAsStringAsync(ct);
            Assert.True(answer.StatusCode == status, $"{address}: {answer.StatusCode} {body[..Math.Min(body.Length, 300)]}");
            Assert.Contains(words, body, StringComparison.Ordinal);
            if (words.Length > 0) Assert.NotNull(answer.Headers.RetryAfter);
            Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
            Assert.InRange(Stopwatch.GetElapsedTime(from).TotalSeconds, 0, 6);
        }
    }
}

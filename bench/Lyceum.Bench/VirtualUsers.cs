using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Lyceum.Bench;

/// <summary>Milliseconds of many answers.</summary>
internal sealed record Spread(string Way, int Count, double P50, double P95, double P99)
{
    public static Spread Of(string way, IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
        return new Spread(way, sorted.Length, At(0.50), At(0.95), At(0.99));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Way} {P50:0.#}/{P95:0.#}/{P99:0.#}");
}

/// <summary>What the crowd saw: each way, all of them together, and how many answers were not 200.</summary>
internal sealed record Crowd(int Users, int Writing, Spread All, IReadOnlyList<Spread> Ways, long Wrong);

/// <summary>
/// Two hundred people at once, each a different learner of the school in a course of their own: the catalogue's list, course home and lesson as page and as twin,
/// and the answer of a quiz where one can be begun; a second of thought after each answer. The time is the client's: from asking to the last byte.
/// </summary>
internal static class VirtualUsers
{
    public const int Count = 200;
    private static readonly TimeSpan Thought = TimeSpan.FromSeconds(1);

    public static async Task<Crowd> Run(Uri server, IReadOnlyList<Seat> seats, int warmUp, int seconds, CancellationToken ct)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = Count }) { BaseAddress = server };
        var (from, wrong, seen) = (Stopwatch.GetTimestamp(), 0L, new List<(string Way, double Time)>());
        async Task Live(Seat seat, int place)
        {
            await Task.Delay(Thought * place / seats.Count, ct);   // they did not all come through the door in one instant
            var ways = Ways(seat.Places);
            for (var turn = place; Stopwatch.GetElapsedTime(from).TotalSeconds < warmUp + seconds; turn++)
            {
                var (name, way, address) = ways[turn % ways.Count];
                var asked = Stopwatch.GetTimestamp();
                var good = await Ask(client, seat, way, address, ct);
                var took = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
                if (Stopwatch.GetElapsedTime(from, asked).TotalSeconds >= warmUp)
                    lock (seen)
                    {
                        seen.Add((name, took));
                        if (!good) wrong++;
                    }
                await Task.Delay(Thought, ct);
            }
        }
        await Task.WhenAll(seats.Select(Live));
        return new Crowd(seats.Count, seats.Count(s => s.Places.Answer is not null), Spread.Of("all", seen.Select(s => s.Time)),
            [.. seen.GroupBy(s => s.Way, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Spread.Of(g.Key, g.Select(s => s.Time)))], wrong);
    }

    private static List<(string Name, Way Way, string Address)> Ways(Places places) =>
        [.. Scenario.All.Where(s => s.Four && s.Address(places) is not null).Select(s => (s.Name, s.Way, s.Address(places)!))];

    private static async Task<bool> Ask(HttpClient client, Seat seat, Way way, string address, CancellationToken ct)
    {
        using var question = new HttpRequestMessage(way == Way.Write ? HttpMethod.Put : HttpMethod.Get, address);
        if (way == Way.Write) question.Content = new StringContent(Autosave.Body(Autosave.Next(), seat.Places.Choice!), Encoding.UTF8, "application/json");
        var (name, value) = seat.Learner.Header(way);
        question.Headers.TryAddWithoutValidation(name, value);
        question.Headers.TryAddWithoutValidation("Accept", way == Way.Page ? "text/html" : "application/json");
        try
        {
            using var answer = await client.SendAsync(question, ct);   // whole: the body is read before this returns
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

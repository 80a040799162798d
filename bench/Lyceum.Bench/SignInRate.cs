using System.Diagnostics;
using System.Net;
using Lyceum.Identity.Accounts;

namespace Lyceum.Bench;

/// <summary>
/// Sign-ins by password a second, through the form of the page, beside the bare comparison of the same password with the same hash on as many threads.
/// Nothing of the throttling is taken off: each of the threads signs in accounts of its own, one after the other, and a success is no failure that counts.
/// </summary>
internal static class SignInRate
{
    private const int Threads = 4;

    public static async Task<(double Product, double Bare, long Wrong)> Run(Uri server, IReadOnlyList<string> emails, string password, int rounds, int seconds, CancellationToken ct)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server };
        var (passwords, wrong) = (new Passwords(), 0L);
        var hash = passwords.Hash(password);
        await Rate(1, Enter, ct);
        await Rate(1, Compare, ct);
        var (product, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            product.Add(await Rate(seconds, Enter, ct));
            bare.Add(await Rate(seconds, Compare, ct));
        }
        return (product.Order().ElementAt(rounds / 2), bare.Order().ElementAt(rounds / 2), wrong);

        Task Compare(int thread, int turn)
        {
            if (!passwords.Matches(hash, password)) throw new BenchStop("the password does not match its own hash");
            return Task.CompletedTask;
        }

        async Task Enter(int thread, int turn)
        {
            // Threads take every fourth account: no two try the same one at a time.
            var email = emails[(thread + (turn * Threads)) % (emails.Count / Threads * Threads)];
            using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Model.Email", email), new("Model.Password", password)]);
            using var question = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
            question.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            question.Headers.TryAddWithoutValidation("Accept", "text/html");
            using var answer = await client.SendAsync(question, ct);
            if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther)) Interlocked.Increment(ref wrong);
        }
    }

    private static async Task<double> Rate(int seconds, Func<int, int, Task> once, CancellationToken ct)
    {
        var (from, done) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var turn = 0; Stopwatch.GetElapsedTime(from).TotalSeconds < seconds; turn++)
            {
                await once(thread, turn);
                Interlocked.Increment(ref done);
            }
        }, ct)));
        return done / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SignIns;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Identity;

/// <summary>Whoever guesses over HTTP neither shuts a classroom out nor learns who has an account: not from the words, not from the headers, not from the time.</summary>
public sealed partial class GuessingTests(School school) : IClassFixture<School>
{
    private const string Wrong = "wrong words here";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task A_thousand_guesses_against_one_account_do_not_lock_out_the_class_behind_the_same_address()
    {
        const int guesses = 1000, pupils = 25;
        var victim = await school.Person();
        var guesser = await Guesser.Sit(school);
        // Nobody of the class has signed in from here before: it is their first day.
        var entered = 0;
        var said = new Dictionary<int, int>();
        for (var guess = 0; guess < guesses; guess++)
        {
            using (var answer = await guesser.Try(victim.Email, $"{Wrong} {guess}"))
                said[(int)answer.StatusCode] = said.GetValueOrDefault((int)answer.StatusCode) + 1;
            school.Clock.Advance(TimeSpan.FromSeconds(1));   // with the waits of the account running out: the guesser is patient
            if (guess % (guesses / pupils) != guesses / pupils - 1) continue;
            using var pupil = await (await Guesser.Sit(school)).Try((await school.Person()).Email, SchoolPeople.Password);
            Assert.True(pupil.StatusCode == HttpStatusCode.Redirect, $"after {guess + 1} guesses: {(int)pupil.StatusCode}");
            entered++;
        }
        Assert.Equal(pupils, entered);
        // Of the thousand a dozen were compared with the password; the rest was told to wait.
        Assert.InRange(said[422], Throttle.FreeFailures, 15);
        Assert.Equal(guesses, said[422] + said[429]);
        Assert.Equal(said[422], (int)await school.Database.Value<long>($"SELECT count(*) FROM platform.audit_entries WHERE action = 'identity.sign_in_failed' AND entity_id = (SELECT id FROM identity.accounts WHERE person_id = '{victim.Id}')"));

        // Eight guessers at once do no better.
        var gang = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Guesser.Sit(school)));
        var racing = Task.WhenAll(gang.Select(async g =>
        {
            for (var i = 0; i < 25; i++) using (await g.Try(victim.Email, Wrong)) { }
        }));
        for (var i = 0; i < 5; i++)
        {
            using var pupil = await (await Guesser.Sit(school)).Try((await school.Person()).Email, SchoolPeople.Password);
            Assert.Equal(HttpStatusCode.Redirect, pupil.StatusCode);
        }
        await racing;
        // The account itself waits, also for the right password.
        using var waiting = await guesser.Try(victim.Email, SchoolPeople.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, waiting.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/auth/token")]
    [InlineData("/forgot-password")]
    public async Task Status_words_headers_and_cookies_are_the_same_to_the_byte_whether_there_is_an_account_or_not(string way)
    {
        var (open, closed) = (await school.Person(), await school.Person());
        await school.Do(new DisableAccount(closed.Id, "Left"), ManagingAccounts.Handle);
        var seen = new List<string>();
        foreach (var email in (string[])[open.Email, closed.Email, Nobody(open.Email), Nobody(closed.Email)])
        {
            var guesser = await Guesser.Sit(school, way);
            using var answer = await guesser.Try(email, Wrong);
            seen.Add(await Everything(answer, email));
        }
        Assert.Contains(way == "/forgot-password" ? "302" : "422", seen[0], StringComparison.Ordinal);
        Assert.All(seen, s => Assert.Equal(seen[0], s));
    }

    [Theory(Timeout = 240_000)]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/auth/token")]
    public async Task The_time_of_the_answer_does_not_tell_whether_there_is_an_account(string way)
    {
        const int rounds = 100;
        // A shift is believed beyond 4.5 standard deviations: by chance once in 150,000 comparisons, however busy the machine is, since the samples take turns.
        const double believed = 4.5;
        var (open, closed) = (await school.Person(), await school.Person());
        await school.Do(new DisableAccount(closed.Id, "Left"), ManagingAccounts.Handle);
        var guesser = await Guesser.Sit(school, way);
        (string Who, string Email)[] asked = [("open", open.Email), ("closed", closed.Email), ("nobody", Nobody(open.Email))];
        var times = asked.ToDictionary(a => a.Who, _ => new List<double>(rounds), StringComparer.Ordinal);
        var order = new Random(8430);
        for (var round = -5; round < rounds; round++)   // the first five warm up
        {
            // Counts are put back, so that each try is compared with a password and none is told to wait.
            await school.Database.Execute("DELETE FROM identity.attempts");
            order.Shuffle(asked);
            foreach (var (who, email) in asked)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await guesser.Try(email, Wrong);
                await answer.Content.ReadAsByteArrayAsync(Ct);
                var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
                if (round >= 0) times[who].Add(took);
            }
        }
        string Say(string who) => string.Create(CultureInfo.InvariantCulture, $"{who} {times[who].Order().ElementAt(rounds / 2):0.0} ms");
        foreach (var who in (string[])["open", "closed"])
        {
            var z = Shift(times[who], times["nobody"]);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way}: {Say(who)}, {Say("nobody")}, z {z:0.00}"));
            Assert.True(Math.Abs(z) < believed, string.Create(CultureInfo.InvariantCulture, $"{Say(who)}, {Say("nobody")}: z = {z:0.00}"));
        }
        // That it would be seen: half of the work left out.
        Assert.True(Shift(times["open"], [.. times["nobody"].Select(t => t / 2)]) > believed);
    }

    /// <summary>Mann and Whitney's U as standard deviations from “no shift” (normal approximation; ties do not occur in times): positive where the first take longer.</summary>
    private static double Shift(List<double> first, List<double> second)
    {
        double above = first.Sum(a => second.Count(b => a > b)), n = first.Count, m = second.Count;
        return (above - n * m / 2) / Math.Sqrt(n * m * (n + m + 1) / 12);
    }

    /// <summary>An address of the same length that nobody has.</summary>
    private static string Nobody(string email) => email.Replace("person", "nobody", StringComparison.Ordinal);

    private static async Task<string> Everything(HttpResponseMessage answer, string email)
    {
        var all = new StringBuilder().Append((int)answer.StatusCode).Append('\n');
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "X-Request-Id")).OrderBy(h => h.Key, StringComparer.Ordinal))
            all.Append(name).Append(": ").AppendJoin(", ", values).Append('\n');
        all.Append(await answer.Content.ReadAsStringAsync(Ct));
        var id = answer.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.Single() : "-";
        // What is different each time for everybody: the request's id, the form's token and whatever else the key ring has sealed. Their lengths count.
        return Token().Replace(all.Replace(email, "X").Replace(Uri.EscapeDataString(email), "X").Replace(id, new string('i', id.Length)).ToString(), t => new string('t', t.Length));
    }

    [GeneratedRegex("""(?<=name="__form" value=")[^"]+|CfDJ8[\w-]+""", RegexOptions.None, 1000)]
    private static partial Regex Token();

    /// <summary>Somebody at a browser of their own, or at a script, all of them behind the one address.</summary>
    private sealed record Guesser(HttpClient Client, string Way, string Form)
    {
        public static async Task<Guesser> Sit(School school, string way = "/sign-in")
        {
            var isPage = !way.StartsWith("/api", StringComparison.Ordinal);
            var client = school.Visitor(isPage ? "text/html" : "application/json");
            client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
            var form = isPage ? WebUtility.HtmlDecode(Token().Match(await client.GetStringAsync(way, Ct)).Value) : "";
            return new Guesser(client, way, form);
        }

        public Task<HttpResponseMessage> Try(string email, string password) => Form.Length == 0
            ? Client.PostAsJsonAsync(Way, new { email, password }, Ct)
            : Client.PostAsync(Way, new FormUrlEncodedContent([new("_handler", Way == "/sign-in" ? "sign-in" : "forgot"), new("__form", Form), new("Model.Email", email), new("Model.Password", password)]), Ct);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lyceum.Tests.Faults;

/// <summary>The writers of one round. Each sends one fact after the other until the round ends or an answer stays out.</summary>
internal sealed class Writers(Places places, WriterLog log, string round)
{
    private const int AnswersOfAttempt = 25;
    private const int UploadBytes = 60_000;
    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private volatile bool _over;
    private volatile bool _killed;

    /// <summary>From now on an answer that stays out is the kill's doing.</summary>
    public void Killed() => _killed = _over = true;

    public void Stop() => _over = true;

    /// <summary>All at once; ends when all have stopped.</summary>
    public Task Write(int of, CancellationToken ct)
    {
        var seats = new ConcurrentQueue<(Guid Section, Guid Person)>(places.SmallSections.SelectMany(s => places.Crowd.Select(p => (s, p))));
        List<Task> all = [Finish(ct)];
        for (var w = 0; w < of; w++)
        {
            var number = w;
            all.Add(Task.Run(() => (number % 5) switch
            {
                0 => Answer(places.Learners[number % places.Learners.Count], number, ct),
                1 => Until(n => Course($"F{round}-{number}-{n}"), ct),
                2 => Until(n => Person($"Fact-{round}-{number}-{n}"), ct),
                3 => Until(_ => seats.TryDequeue(out var seat) ? Enrolment(seat.Section, seat.Person) : null, ct),
                _ => Until(n => Upload($"fact-{round}-{number}-{n}.txt"), ct),
            }, ct));
        }
        return Task.WhenAll(all);
    }

    private async Task Until(Func<int, Fact?> next, CancellationToken ct)
    {
        for (var n = 0; !_over && next(n) is { } fact; n++)
            if (await log.Send(fact, () => _killed, ct) == Outcome.Unknown) return;
    }

    private Fact Course(string code)
    {
        var title = $"Course of facts {code}";
        return new Fact(FactKind.Course, code, title, places.Office.Client, HttpMethod.Post, "/api/v1/courses",
            Fact.Json(new { course = new { code, language = "en", title = new { en = title }, category = "Faults", summary = new { en = title } } }));
    }

    private Fact Person(string family) => new(FactKind.Person, family, $"Given {family}", places.Office.Client, HttpMethod.Post, "/api/v1/people",
        Fact.Json(new { givenName = $"Given {family}", familyName = family, language = "en" }));

    private Fact Enrolment(Guid section, Guid person) => new(FactKind.Enrolment, $"{section}:{person}", "active", places.Office.Client, HttpMethod.Post,
        $"/api/v1/sections/{section}/enrolments", Fact.Json(new { personId = person }));

    private Fact Upload(string name)
    {
        var text = Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, name + "\n", UploadBytes / (name.Length + 1)).ToString());
        return new Fact(FactKind.Upload, $"{places.Office.Id}:{name}", Convert.ToHexStringLower(SHA256.HashData(text)), places.Office.Client, HttpMethod.Post, "/api/v1/files?purpose=document",
            () => new MultipartFormDataContent { { new ByteArrayContent(text) { Headers = { ContentType = new("text/plain") } }, "file", name } });
    }

    /// <summary>Attempts at the quiz one after the other: begun, answered many times, handed in.</summary>
    private async Task Answer(Writer learner, int number, CancellationToken ct)
    {
        // Two writers of one learner would share one open attempt.
        if (number / 5 >= places.Learners.Count) return;
        learner = places.Learners[number / 5];
        while (!_over)
        {
            var attempt = _attempts.AddOrUpdate($"{learner.Id}", 1, (_, n) => n + 1);
            var start = new Fact(FactKind.Attempt, $"{places.Quiz}:{learner.Id}:{attempt}", "1", learner.Client, HttpMethod.Post, $"/api/v1/quizzes/{places.Quiz}/attempts", () => null);
            if (await log.Send(start, () => _killed, ct) != Outcome.Ok) return;
            var id = (string)JsonNode.Parse(start.Answer!)!["id"]!;
            string question;
            try
            {
                question = (string)JsonNode.Parse(await learner.Client.GetStringAsync(new Uri($"/api/v1/attempts/{id}", UriKind.Relative), ct))!["questions"]![0]!["id"]!;
            }
            catch (HttpRequestException)
            {
                return;   // killed between the two
            }
            for (var n = 1; n <= AnswersOfAttempt; n++)
            {
                if (_over) return;
                var text = string.Create(CultureInfo.InvariantCulture, $"answer {round}-{attempt}-{n} of {learner.Id:n}");
                var answer = new Fact(FactKind.Answer, $"{id}:{question}:{n}", text, learner.Client, HttpMethod.Put, $"/api/v1/attempts/{id}/answers/{question}", Fact.Json(new { sequence = n, text }));
                if (await log.Send(answer, () => _killed, ct) == Outcome.Unknown) return;
            }
            if (await log.Send(new Fact(FactKind.Submission, id, "graded", learner.Client, HttpMethod.Post, $"/api/v1/attempts/{id}/submission", () => null), () => _killed, ct) == Outcome.Unknown) return;
        }
    }

    /// <summary>Learner after learner finishes the course, lesson by lesson: each last one sets the jobs of a certificate going.</summary>
    private async Task Finish(CancellationToken ct)
    {
        foreach (var learner in places.Learners)
            foreach (var lesson in places.Lessons)
            {
                if (_over) return;
                var fact = new Fact(FactKind.Completion, $"{lesson}:{learner.Id}", "completed", learner.Client, HttpMethod.Post, $"/api/v1/lessons/{lesson}/completion", Fact.Json(new { seconds = 1 }));
                if (await log.Send(fact, () => _killed, ct) == Outcome.Unknown) return;
            }
    }
}

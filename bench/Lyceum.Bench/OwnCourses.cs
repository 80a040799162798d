using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lyceum.Bench;

/// <summary>Fourteen courses of eight units with four lessons each and a quiz, for a tree without the demo school; made by the API like anybody's.</summary>
internal sealed class OwnCourses(HttpClient desk)
{
    private const int Courses = 14;
    private const int Units = 8;
    private const int LessonsOfUnit = 4;

    public async Task Write(CancellationToken ct)
    {
        for (var n = 1; n <= Courses; n++) await Course(n, ct);
    }

    private async Task Course(int n, CancellationToken ct)
    {
        var course = await Post("/api/v1/courses", new
        {
            course = new
            {
                code = $"MED {n:000}",
                language = n % 3 == 0 ? "el" : "en",
                title = new { en = $"The ward at night, part {n}", el = $"Ο θάλαμος τη νύχτα, μέρος {n}" },
                category = n % 2 == 0 ? "Nursing" : "Medicine",
                summary = new { en = "What to watch for, whom to call & what to write down <before> morning." },
                description = "Twelve weeks of practice with *people*, not with charts.",
                hours = 40,
                weeks = 12,
                objectives = new[] { "Notice a patient who is getting worse", "Say it in four sentences" },
                announced = new[] { new { title = "First unit", lessons = new[] { "First lesson" } } },
            },
        }, ct) ?? throw new BenchStop("the API of this tree makes no courses");
        if (await Outline((string)course["slug"]!, ct))
            foreach (var section in (await desk.GetFromJsonAsync<JsonObject>($"/api/v1/courses/{course["slug"]}", ct))!["sections"]!.AsArray())
                await Post($"/api/v1/sections/{section!["id"]}/outline", new { }, ct);
        await Post($"/api/v1/courses/{course["slug"]}/publication", new { }, ct);
    }

    /// <summary>False where the tree has no outlines yet.</summary>
    private async Task<bool> Outline(string slug, CancellationToken ct)
    {
        for (var u = 1; u <= Units; u++)
        {
            if (await Post($"/api/v1/courses/{slug}/units", new { title = $"Unit {u}" }, ct) is not { } unit) return false;
            for (var l = 1; l <= LessonsOfUnit; l++)
            {
                var lesson = await Post($"/api/v1/units/{unit["id"]}/lessons", new { kind = "text", title = $"Lesson {u}.{l}", minutes = 12 }, ct);
                using var written = await desk.PutAsJsonAsync($"/api/v1/lessons/{lesson!["id"]}/body", new { body = Text(u, l) }, ct);
                written.EnsureSuccessStatusCode();
                await Post($"/api/v1/lessons/{lesson["id"]}/publication", new { }, ct);
            }
            if (u == 1) await Quiz((string)unit["id"]!, ct);
        }
        return true;
    }

    private async Task Quiz(string unit, CancellationToken ct)
    {
        var lesson = (string)(await Post($"/api/v1/units/{unit}/lessons", new { kind = "quiz", title = "What was that?", minutes = 5 }, ct))!["id"]!;
        using var ruled = await desk.PutAsJsonAsync($"/api/v1/quizzes/{lesson}", new { kind = "graded", passPercent = 60 }, ct);
        if (!ruled.IsSuccessStatusCode) return;     // no quizzes in this tree: the scenario says so
        for (var q = 1; q <= 10; q++)
            await Post($"/api/v1/quizzes/{lesson}/questions", new
            {
                type = "single",
                prompt = $"Question {q}: for how long are breaths counted?",
                points = 1,
                explanation = "A whole minute.",
                settings = new { options = new[] { new { id = "a", text = "A whole minute", correct = true }, new { id = "b", text = "Ten seconds, times six", correct = false } } },
            }, ct);
        await Post($"/api/v1/lessons/{lesson}/publication", new { }, ct);
    }

    private static string Text(int unit, int lesson) => string.Join("\n\n", Enumerable.Range(1, 12).Select(p =>
        $"## Step {p}\n\nIn unit {unit}, lesson {lesson}, the nurse counts the breaths for a **whole minute**, writes the number down and compares it with the last one.\n\n- breaths\n- pulse\n- colour of the skin"));

    /// <summary>The answer, an empty object where it has no body, or null where the address does not exist.</summary>
    private async Task<JsonObject?> Post<T>(string address, T body, CancellationToken ct)
    {
        using var answer = await desk.PostAsJsonAsync(address, body, ct);
        var said = await answer.Content.ReadAsStringAsync(ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed) return null;
        if (!answer.IsSuccessStatusCode) throw new BenchStop($"POST {address} answered {(int)answer.StatusCode}: {said}");
        return said.Length == 0 ? [] : JsonNode.Parse(said) as JsonObject ?? [];
    }
}

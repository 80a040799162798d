using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.Assessment;

/// <summary>The school of quizzes with its worker: what people mark reaches Learning by a job.</summary>
public sealed class MarkingSchool : QuizSchool
{
    protected override bool Jobs => true;

    /// <summary>One question that grades itself (4 points) and two essays (6 and 10).</summary>
    public static QuestionContent[] Mixed =>
    [
        new("true_false", "Water is wet.", 4, "", new QuestionSettings(Answer: true)),
        Essay(6),
        Essay(10),
    ];

    public static QuestionContent Essay(decimal points) =>
        new("essay", $"Say why, for {points} points.", points, "SECRETWHY", new QuestionSettings(MinWords: 2, MaxWords: 50, Note: "SECRETNOTE"));

    /// <summary>A learner hands in the paper: true or false right, and these words under each essay.</summary>
    public async Task<(TestPerson Person, HttpClient Api, string Attempt, JsonObject Answer)> HandedIn(Guid lesson, string text = "Because it is so.")
    {
        var (person, api) = await Learner();
        var attempt = (string)(await api.Start(lesson))["id"]!;
        foreach (var question in (await api.Paper(attempt))["questions"]!.AsArray())
            await (await api.Save(attempt, (string)question!["id"]!, 1, (string)question["type"]! == "essay" ? new { text } : new { choice = "true" })).Body();
        return (person, api, attempt, await (await api.Submit(attempt)).Body());
    }

    /// <summary>The marks of an attempt, the essay of fewer points first.</summary>
    public async Task<Guid[]> MarksOf(string attempt)
    {
        var ids = await Database.Value<string>($"SELECT string_agg(id::text, ',' ORDER BY max_points) FROM assessment.marks WHERE attempt_id = '{attempt}'");
        return [.. (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
    }

    /// <summary>A quiz that nobody else takes.</summary>
    public async Task<Guid> Quiz(FeedbackMode feedback = FeedbackMode.AfterSubmit, decimal pass = 60, params QuestionContent[] questions) =>
        (await Quiz(new QuizRules(QuizKind.Graded, pass, Feedback: feedback), questions.Length == 0 ? Mixed : questions)).Lesson;
}

internal static class MarkClient
{
    /// <summary>Marks as a program does: with the version it has seen, where it has seen one.</summary>
    public static Task<HttpResponseMessage> Mark(this HttpClient api, Guid mark, decimal points, string feedback = "", int? seen = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/marks/{mark}") { Content = JsonContent.Create(new { points, feedback }) };
        if (seen is not null) request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{seen}\""));
        return api.SendAsync(request, QuizClient.Ct);
    }

    public static async Task<JsonObject> Get(this HttpClient api, string address) => await (await api.GetAsync(QuizClient.At(address), QuizClient.Ct)).Body();
}

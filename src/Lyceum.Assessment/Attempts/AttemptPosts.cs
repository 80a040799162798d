using System.Globalization;
using Lyceum.Assessment.Questions;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Lyceum.Assessment.Quizzes;

namespace Lyceum.Assessment.Attempts;

/// <summary>The forms of a quiz: what works without script. The whole paper is one form, so that no button can lose an answer.</summary>
internal static class AttemptPosts
{
    public static void Map(IEndpointRouteBuilder web)
    {
        var quiz = web.MapGroup("/courses/{course}/{section}/quizzes/{lesson:guid}").ExcludeFromDescription();
        quiz.MapPost("/start", Start).Does<StartAttempt>();
        quiz.MapPost("/attempts/{id:guid}/save", Save).Does<SaveAnswer>();
        quiz.MapPost("/attempts/{id:guid}/hand-in", HandIn).Does<SubmitAttempt>();
    }

    private static async Task<IResult> Start(string course, string section, Guid lesson, IFormCollection form, Door door, CancellationToken ct)
    {
        var started = await door.Run(new StartAttempt(lesson), StartingAttempts.Handle, ct);
        return await Task.FromResult(started).To(started.Ok ? Addresses.Attempt(course, section, lesson, started.Value.Id) : "", Addresses.Quiz(course, section, lesson));
    }

    private static async Task<IResult> Save(string course, string section, Guid lesson, Guid id, IFormCollection form, Door door, LyceumDb db, Call call, TimeProvider clock, CancellationToken ct)
    {
        var here = Addresses.Attempt(course, section, lesson, id);
        var to = int.TryParse(form["to"], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? $"#q{place}" : "";
        return await Keep(id, form, door, db, call, clock, ct) is { } refusal ? await Task.FromResult((Result<Done>)refusal).To(here) : TypedResults.LocalRedirect($"{here}?saved=yes{to}");
    }

    private static async Task<IResult> HandIn(string course, string section, Guid lesson, Guid id, IFormCollection form, Door door, LyceumDb db, Call call, TimeProvider clock, CancellationToken ct)
    {
        // Time may be up while the last answers travel; what was saved before is handed in all the same.
        var refusal = await Keep(id, form, door, db, call, clock, ct);
        if (refusal is not null && refusal != AttemptErrors.TimeIsUp && refusal != AttemptErrors.HandedIn) return await Task.FromResult((Result<Done>)refusal).To(Addresses.Attempt(course, section, lesson, id));
        return await door.Run(new SubmitAttempt(id), SubmittingAttempts.Handle, ct).To(Addresses.Result(course, section, lesson, id), Addresses.Attempt(course, section, lesson, id));
    }

    /// <summary>
    /// Keeps what differs from what is stored. An answer that has changed on the server since this page was drawn (another tab) is left alone:
    /// the form carries the count it was drawn with.
    /// </summary>
    private static async Task<Refusal?> Keep(Guid id, IFormCollection form, Door door, LyceumDb db, Call call, TimeProvider clock, CancellationToken ct)
    {
        var me = call.Actor.PersonId;
        var (attempts, versions) = (db.Attempts, db.QuestionVersions);
        var stored = await (from q in db.AttemptQuestions join v in versions on q.VersionId equals v.Id
                            where q.AttemptId == id && attempts.Any(a => a.Id == id && a.PersonId == me)
                            select new { q.QuestionId, q.Answer, q.Flagged, q.Sequence, v.Type }).AsNoTracking().ToListAsync(ct);
        if (stored.Count == 0) return AttemptErrors.NotFound;
        foreach (var q in stored)
        {
            if (!long.TryParse(form[$"{q.QuestionId}.drawn"], NumberStyles.None, CultureInfo.InvariantCulture, out var drawn) || drawn < q.Sequence) continue;
            var (answer, flagged) = (Read(form, q.QuestionId, q.Type), form[$"{q.QuestionId}.flagged"] == "true");
            if (Same(answer, q.Answer) && flagged == q.Flagged) continue;
            var sequence = Math.Max(q.Sequence + 1, clock.GetUtcNow().ToUnixTimeMilliseconds());
            var saved = await door.Run(new SaveAnswer(id, q.QuestionId, sequence, answer, flagged), SavingAnswers.Handle, ct);
            if (!saved.Ok) return saved.Refusal;
        }
        return null;
    }

    private static Answer Read(IFormCollection form, Guid question, string type) => type switch
    {
        "multiple" => new Answer([.. form[$"{question}.choices"].OfType<string>()]),
        "single" or "true_false" => new Answer([.. form[$"{question}.choice"].OfType<string>().Take(1)]),
        // A browser sends line ends as two characters, the script as one; both are one answer.
        _ => new Answer(Text: form[$"{question}.text"].ToString().Replace("\r\n", "\n", StringComparison.Ordinal)),
    };

    private static bool Same(Answer now, Answer? before) =>
        (now.Text ?? "") == (before?.Text ?? "") && (now.Choices ?? []).Order(StringComparer.Ordinal).SequenceEqual((before?.Choices ?? []).Order(StringComparer.Ordinal), StringComparer.Ordinal);
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Lyceum.Assessment.Attempts;

/// <summary>
/// Keeps an answer, as often as the learner changes it. <paramref name="Sequence"/> is the client's own count of changes to this question:
/// whatever arrives late or twice, the highest one stays. Needs no idempotency key.
/// </summary>
[Requires(LearningPermissions.Study), InPerson]
public sealed record SaveAnswer(Guid AttemptId, Guid QuestionId, [Range(1, 9_007_199_254_740_991)] long Sequence, Answer Answer, bool Flagged = false);

/// <summary>What is kept now: of the answer sent, or of a newer one that had come before.</summary>
public sealed record AnswerSaved(long Sequence, DateTimeOffset SavedAt);

/// <summary>Carries out <see cref="SaveAnswer"/>: the busiest write of the house, two statements.</summary>
public static class SavingAnswers
{
    private sealed record Place(Guid VersionId, string Type, string State, DateTimeOffset? AcceptsUntil, long Sequence, DateTimeOffset? SavedAt);

    public static async Task<Result<AnswerSaved>> Handle(SaveAnswer command, Act act)
    {
        if (act.Actor.PersonId is not { } me) return AttemptErrors.NotFound;
        var place = await act.Db.Database.SqlQuery<Place>($"""
            SELECT q.version_id, v.type, a.state, a.accepts_until, q.sequence, q.saved_at
            FROM assessment.attempts a
            JOIN assessment.attempt_questions q ON q.attempt_id = a.id AND q.question_id = {command.QuestionId}
            JOIN assessment.question_versions v ON v.id = q.version_id
            WHERE a.id = {command.AttemptId} AND a.person_id = {me}
            """).SingleOrDefaultAsync(act.Ct);
        if (place is null) return AttemptErrors.NotFound;
        if (place.State != "open") return AttemptErrors.HandedIn;
        if (place.AcceptsUntil < act.Now) return AttemptErrors.TimeIsUp;
        if (command.Sequence <= place.Sequence) return new AnswerSaved(place.Sequence, place.SavedAt!.Value);
        if (!command.Answer.IsBlank() && !QuestionType.Find(place.Type)!.Accepts(await act.SettingsOf(place.VersionId), command.Answer)) return AttemptErrors.NotAnAnswer;

        var answer = JsonSerializer.Serialize(command.Answer, Json.Options);
        // The attempt is held shared until the door commits. Handing in locks it alone: either it waits and then reads this answer, or it was
        // first and this statement, which looks again after its wait, finds the attempt no longer open and writes nothing.
        var written = await act.Db.Database.ExecuteSqlAsync($"""
            WITH open AS (
                SELECT id FROM assessment.attempts WHERE id = {command.AttemptId} AND person_id = {me} AND state = 'open' AND (accepts_until IS NULL OR accepts_until >= {act.Now})
                FOR KEY SHARE),
            newest AS (
                UPDATE assessment.attempt_questions q SET answer = {answer}::jsonb, flagged = {command.Flagged}, sequence = {command.Sequence}, saved_at = {act.Now}
                FROM open WHERE q.attempt_id = open.id AND q.question_id = {command.QuestionId} AND q.sequence < {command.Sequence}
                RETURNING q.*)
            INSERT INTO assessment.answers (attempt_id, question_id, sequence, answer, flagged, saved_at)
            SELECT attempt_id, question_id, sequence, answer, flagged, saved_at FROM newest
            """, act.Ct);
        if (written == 1) return new AnswerSaved(command.Sequence, act.Now);

        // Something came in between: the hand-in, or a newer answer from another tab.
        var now = await act.Db.AttemptQuestions.AsNoTracking().Where(q => q.AttemptId == command.AttemptId && q.QuestionId == command.QuestionId).Select(q => new { q.Sequence, q.SavedAt }).SingleAsync(act.Ct);
        return now.Sequence >= command.Sequence ? new AnswerSaved(now.Sequence, now.SavedAt!.Value) : AttemptErrors.HandedIn;
    }

    /// <summary>A version that was given to an attempt never changes, so it is read once.</summary>
    private static async Task<QuestionSettings> SettingsOf(this Act act, Guid versionId)
    {
        var known = act.Get<KnownSettings>().Memory;
        if (known.TryGetValue(versionId, out QuestionSettings? settings)) return settings!;
        settings = await act.Db.QuestionVersions.Where(v => v.Id == versionId).Select(v => v.Settings).SingleAsync(act.Ct);
        return known.Set(versionId, settings, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromHours(2) });
    }
}

/// <summary>Settings of question versions that attempts were given, at most 20,000 of them. Thread-safe.</summary>
public sealed class KnownSettings : IDisposable
{
    internal MemoryCache Memory { get; } = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();
}

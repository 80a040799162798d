using System.ComponentModel.DataAnnotations;
using Lyceum.Academics;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Marking;

/// <summary>
/// Marks an answer, or replaces its mark. Replacing needs the version that was seen (<c>If-Match</c>): of two who mark at once the second is told,
/// and nothing that was given is lost. With the last mark of an attempt its result stands.
/// </summary>
[Requires(AssessmentPermissions.MarkAnswers), InPerson]
public sealed record MarkAnswer(Guid MarkId, [Range(0, 1000)] decimal Points, [StringLength(10_000)] string Feedback = "");

/// <summary>A mark that counts, and what it made of the attempt; the score is null while other answers wait.</summary>
public sealed record MarkGiven(Guid Id, Guid AttemptId, decimal Points, decimal MaxPoints, AttemptState Attempt, decimal? Score, decimal? Percent, bool? Passed, int Version) : IVersioned;

/// <summary>An attempt has its result from people, or a changed one.</summary>
public sealed record AttemptMarked(Guid AttemptId, Guid LessonId, Guid SectionId, Guid PersonId, decimal Percent, bool Passed, DateTimeOffset At) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "assessment.attempt.marked.v1";

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public Guid AggregateId => AttemptId;
}

/// <summary>Carries out <see cref="MarkAnswer"/>.</summary>
public static class MarkingAnswers
{
    public static async Task<Result<MarkGiven>> Handle(MarkAnswer command, Act act)
    {
        if (act.Actor.PersonId is not { } me) return MarkErrors.NotFound;
        var sections = act.Db.Sections.ManagedBy(act.Actor, AssessmentPermissions.MarkAnswers);
        var of = await act.Db.Marks.Where(m => m.Id == command.MarkId && sections.Any(s => s.Id == m.SectionId)).Select(m => (Guid?)m.AttemptId).SingleOrDefaultAsync(act.Ct);
        if (of is null) return MarkErrors.NotFound;
        // The attempt is locked, not the mark: of two who give its last two marks at once the second sees the first's when it adds up.
        var attempt = await act.Db.Attempts.ForUpdate().SingleAsync(a => a.Id == of, act.Ct);
        if (attempt.PersonId == me) return MarkErrors.OwnAnswer;
        var mark = await act.Db.Marks.SingleAsync(m => m.Id == command.MarkId, act.Ct);
        var feedback = command.Feedback.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (mark.Says(command.Points, feedback)) return View(mark, attempt, mark.Version);   // asked twice: the same mark
        if (act.CheckVersion(mark.Version) is { } stale) return stale;
        if (mark.Points is not null && act.Call.ExpectedVersion is null) return MarkErrors.AlreadyMarked;
        if (mark.Give(command.Points, feedback, me, act.Now) is { } refusal) return refusal;
        await Count(attempt, mark, act);
        return View(mark, attempt, mark.Version + 1);   // the door counts the version up when it saves
    }

    /// <summary>Adds the attempt up when nothing of it waits any more, and tells the learner.</summary>
    private static async Task Count(Attempt attempt, Mark mark, Act act)
    {
        var answers = await act.Db.AttemptQuestions.Where(q => q.AttemptId == attempt.Id).ToListAsync(act.Ct);
        answers.Single(q => q.QuestionId == mark.QuestionId).Points = mark.Points;
        if (answers.Exists(q => q.Points is null)) return;
        var again = attempt.State == AttemptState.Graded;
        attempt.Grade(answers.Sum(q => q.Points!.Value));
        act.Publish(new AttemptMarked(attempt.Id, attempt.LessonId, attempt.SectionId, attempt.PersonId, attempt.Percent!.Value, attempt.Passed!.Value, act.Now));
        var (sections, courses) = (act.Db.Sections, act.Db.Courses);
        var place = await (
            from l in act.Db.Lessons
            from s in sections.Where(s => s.Id == attempt.SectionId)
            join c in courses on s.CourseId equals c.Id
            where l.Id == attempt.LessonId
            select new { c.Slug, s.Code, l.Title }).SingleAsync(act.Ct);
        act.Notify(attempt.PersonId, again ? "assessment.notice.regraded" : "assessment.notice.graded", [("quiz", place.Title)], Addresses.Result(place.Slug, place.Code, attempt.LessonId, attempt.Id));
    }

    private static MarkGiven View(Mark m, Attempt a, int version) => new(m.Id, m.AttemptId, m.Points!.Value, m.MaxPoints, a.State, a.Score, a.Percent, a.Passed, version);
}

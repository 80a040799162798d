using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Learning;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Begins an attempt at a quiz; where one is open already, that one is returned.</summary>
[Requires(LearningPermissions.Study), InPerson]
public sealed record StartAttempt(Guid LessonId);

/// <summary>An attempt that may be worked on.</summary>
public sealed record AttemptStarted(Guid Id, int Number, DateTimeOffset StartedAt, DateTimeOffset? Deadline);

/// <summary>Carries out <see cref="StartAttempt"/>.</summary>
public static class StartingAttempts
{
    public static async Task<Result<AttemptStarted>> Handle(StartAttempt command, Act act)
    {
        if (act.Actor.PersonId is not { } me) return AttemptErrors.NotFound;
        var (outlines, courses) = (act.Db.Outlines, act.Db.Courses);
        var place = await act.Db.LessonsToStudy(me).Where(l => l.Id == command.LessonId && l.Kind == "quiz")
            .Select(l => outlines.Where(o => o.Id == l.OutlineId).Select(o => new { o.SectionId, IsArchived = courses.Any(c => c.Id == o.CourseId && c.State == CourseState.Archived) }).Single()).SingleOrDefaultAsync(act.Ct);
        if (place?.SectionId is not { } section) return AttemptErrors.NotFound;

        // One person's starts of one quiz come one after the other, so that the second finds the attempt of the first and numbers have no gaps;
        // there may be no row yet to lock. The unique index on open attempts stands behind it.
        await act.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"attempt:{me:n}:{command.LessonId:n}"}, 0))", act.Ct);
        // Shared with all others who start, against the author who would change the questions meanwhile.
        await act.Db.Database.ExecuteSqlAsync($"SELECT 1 FROM assessment.quizzes WHERE lesson_id = {command.LessonId} FOR SHARE", act.Ct);

        var quiz = await act.Db.Quizzes.AsNoTracking().SingleOrDefaultAsync(q => q.LessonId == command.LessonId, act.Ct);
        if (quiz is null) return AttemptErrors.NoQuestions;
        var earlier = await act.Db.Attempts.AsNoTracking().Where(a => a.LessonId == command.LessonId && a.PersonId == me).OrderBy(a => a.Number).ToListAsync(act.Ct);
        if (earlier.Find(a => a.State == AttemptState.Open) is { } open)
        {
            if (!open.IsOverAt(act.Now)) return View(open);
            await CloseOverdue(open.Id, act);
        }
        // What was begun before is handed in as ever; nothing new begins (ADR 0068).
        if (place.IsArchived) return AttemptErrors.CourseArchived;
        if (quiz.OpensAt > act.Now) return AttemptErrors.NotOpenYet.With(("at", quiz.OpensAt));
        if (quiz.ClosesAt <= act.Now) return AttemptErrors.QuizClosed;
        if (earlier.Count >= quiz.MaxAttempts) return AttemptErrors.NoneLeft.With(("count", quiz.MaxAttempts));

        var (questions, versions) = (act.Db.Questions, act.Db.QuestionVersions);
        var asked = await (from q in questions join v in versions on q.Id equals v.QuestionId
                           where q.LessonId == command.LessonId && !q.IsRemoved && v.Number == q.Current
                           orderby q.Position select v).AsNoTracking().ToListAsync(act.Ct);
        if (asked.Count == 0) return AttemptErrors.NoQuestions;

        var deadline = quiz.DeadlineFrom(act.Now);
        var attempt = new Attempt
        {
            LessonId = command.LessonId,
            SectionId = section,
            PersonId = me,
            Number = earlier.Count + 1,
            StartedAt = act.Now,
            Deadline = deadline,
            AcceptsUntil = deadline?.AddSeconds(quiz.GraceSeconds),
            PassPercent = quiz.PassPercent,
            MaxScore = asked.Sum(v => v.Points),
        };
        act.Db.Add(attempt);
        act.Db.AddRange(Paper(attempt, quiz, asked));
        return Result(attempt);
    }

    /// <summary>The clock's job may be at it too: whoever has the lock second finds it graded.</summary>
    private static async Task CloseOverdue(Guid id, Act act)
    {
        var overdue = await act.Db.Attempts.ForUpdate().SingleAsync(a => a.Id == id, act.Ct);
        if (overdue.State == AttemptState.Open) await act.Grade(overdue, EndedBy.Clock);
        await act.Db.SaveChangesAsync(act.Ct);   // out of the way of the unique index before the next one is opened
    }

    private static AttemptStarted View(Attempt a) => new(a.Id, a.Number, a.StartedAt, a.Deadline);

    private static Result<AttemptStarted> Result(Attempt a) => ((Result<AttemptStarted>)View(a)).Created($"/api/v1/attempts/{a.Id}");

    /// <summary>The order is drawn once and kept: reloading the page must not move anything.</summary>
    private static IEnumerable<AttemptQuestion> Paper(Attempt attempt, Quiz quiz, List<QuestionVersion> asked)
    {
        var order = asked.ToArray();
        if (quiz.ShuffleQuestions) Random.Shared.Shuffle(order);
        return order.Select((version, i) => new AttemptQuestion
        {
            AttemptId = attempt.Id,
            QuestionId = version.QuestionId,
            VersionId = version.Id,
            Position = i + 1,
            OptionOrder = Options(version, quiz.ShuffleOptions),
        });
    }

    private static string[] Options(QuestionVersion version, bool shuffle)
    {
        string[] ids = [.. version.Settings.Options?.Select(o => o.Id) ?? []];
        if (shuffle) Random.Shared.Shuffle(ids);
        return ids;
    }
}

using Lyceum.Academics;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Identity;
using Lyceum.Identity.People;
using Lyceum.Learning.Lessons;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Results: the only reads through which right answers leave, to those who may see them and when they may.</summary>
public static class ResultQueries
{
    /// <summary>
    /// How an attempt went: one's own as far as the quiz lets one see, or one of a section one teaches in full. An open attempt whose time is up
    /// is closed first when it is one's own; an open one is refused.
    /// </summary>
    public static async Task<Result<AttemptResult>> Read(Guid id, LyceumDb db, LessonText text, Call call, Door door, TimeProvider clock, CancellationToken ct)
    {
        var me = call.Actor.PersonId;
        var (lessons, courses, people, quizzes, attempts) = (db.Lessons, db.Courses, db.PersonNames, db.Quizzes, db.Attempts);
        var (sections, taught) = (db.Sections, db.Sections.ManagedBy(call.Actor, AssessmentPermissions.ReadAttempts));
        var answers = db.AttemptQuestions;
        if (await attempts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && (a.PersonId == me || taught.Any(s => s.Id == a.SectionId)), ct) is not { } found) return AttemptErrors.NotFound;
        if (found.State == AttemptState.Open)
        {
            if (found.PersonId != me || !found.IsOverAt(clock.GetUtcNow())) return AttemptErrors.StillOpen;
            var closed = await door.Run(new CloseAttempt(id), SubmittingAttempts.Handle, ct);
            if (!closed.Ok) return closed.Refusal;
        }

        var head = await (
            from a in attempts
            join l in lessons on a.LessonId equals l.Id
            join q in quizzes on l.Id equals q.LessonId
            join s in sections on a.SectionId equals s.Id
            join c in courses on s.CourseId equals c.Id
            join p in people on a.PersonId equals p.Id
            where a.Id == id
            select new
            {
                Attempt = a, Quiz = q, c.Slug, s.Code, c.Title, c.Language, Name = l.Title, p.DisplayName,
                Taken = attempts.Count(b => b.LessonId == a.LessonId && b.PersonId == a.PersonId),
                Known = answers.Where(q => q.AttemptId == a.Id).Sum(q => q.Points) ?? 0,
                Waiting = answers.Count(q => q.AttemptId == a.Id && q.Points == null),
                EverPassed = attempts.Any(b => b.LessonId == a.LessonId && b.PersonId == a.PersonId && b.Passed == true),
            }).AsNoTracking().SingleAsync(ct);
        var attempt = head.Attempt;
        var mine = attempt.PersonId == me;
        var keys = !mine || ShowsKeys(head.Quiz, head.EverPassed, head.Taken, clock.GetUtcNow());
        return new AttemptResult(
            id, attempt.LessonId, head.Slug, head.Code, head.Title, head.Language, head.Name, head.DisplayName, mine, attempt.Number, head.Quiz.Kind, attempt.State,
            attempt.StartedAt, attempt.SubmittedAt!.Value, attempt.EndedBy!.Value, attempt.Score, head.Known, head.Waiting, attempt.MaxScore, attempt.Percent, attempt.PassPercent, attempt.Passed,
            head.Quiz.Feedback, keys || head.Quiz.Feedback != FeedbackMode.AfterClose ? null : head.Quiz.ClosesAt, keys ? await Questions(id, db, text, ct) : null);
    }

    /// <summary>Attempts of a section one teaches, the latest first; of one quiz where it is named. One statement a page.</summary>
    public static async Task<Result<Page<SectionAttempt>>> OfSection(Guid id, Guid? quiz, LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var (given, key) = (after.Value.Given, after.Value.Key);
        if (!await db.Sections.ManagedBy(call.Actor, AssessmentPermissions.ReadAttempts).AnyAsync(s => s.Id == id, ct)) return AttemptErrors.NotFound;
        var (lessons, people) = (db.Lessons, db.PersonNames);
        var rows = await (
            from a in db.Attempts
            join l in lessons on a.LessonId equals l.Id
            join p in people on a.PersonId equals p.Id
            where a.SectionId == id && (quiz == null || a.LessonId == quiz) && (!given || a.Id.CompareTo(key) < 0)
            orderby a.Id descending
            select new SectionAttempt(a.Id, a.PersonId, p.DisplayName, a.LessonId, l.Title, a.Number, a.State, a.StartedAt, a.SubmittedAt, a.EndedBy, a.Score, a.MaxScore, a.Percent, a.Passed))
            .AsNoTracking().Take(page.Take).ToListAsync(ct);
        return Page<SectionAttempt>.Of(rows, page, a => a.Id);
    }

    /// <summary>Whether a learner who has handed in may see what was right.</summary>
    internal static bool ShowsKeys(Quiz quiz, bool everPassed, int taken, DateTimeOffset now) => quiz.Feedback switch
    {
        FeedbackMode.AfterSubmit => true,
        FeedbackMode.AfterPass => everPassed || taken >= quiz.MaxAttempts,
        FeedbackMode.AfterClose => quiz.ClosesAt <= now,
        _ => false,
    };

    private static async Task<IReadOnlyList<ResultQuestion>> Questions(Guid id, LyceumDb db, LessonText text, CancellationToken ct)
    {
        var (versions, marks) = (db.QuestionVersions, db.Marks);
        var rows = await (
            from q in db.AttemptQuestions
            join v in versions on q.VersionId equals v.Id
            where q.AttemptId == id
            orderby q.Position
            select new { Question = q, Said = v, Feedback = marks.Where(m => m.AttemptId == id && m.QuestionId == q.QuestionId && m.Points != null).Select(m => m.Feedback).SingleOrDefault() }).AsNoTracking().ToListAsync(ct);
        return rows.ConvertAll(r => Question(r.Question, r.Said, string.IsNullOrEmpty(r.Feedback) ? null : r.Feedback, text));
    }

    private static ResultQuestion Question(AttemptQuestion q, QuestionVersion said, string? feedback, LessonText text)
    {
        var (settings, chosen) = (said.Settings, q.Answer?.Choices ?? []);
        return new ResultQuestion(
            q.QuestionId, q.Position, said.Type, text.Prompt(said), said.Points, q.Points, feedback, text.Explanation(said),
            [.. q.OptionOrder.Select(id => settings.Options!.First(o => o.Id == id)).Select(o => new ResultOption(o.Id, text.Option(said, o), o.Correct, chosen.Contains(o.Id), o.Feedback))],
            said.Type == "true_false" ? chosen.FirstOrDefault() : q.Answer?.Text, settings.Answer, settings.Accepted, settings.Value, settings.Tolerance, settings.Unit);
    }
}

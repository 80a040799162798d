using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Identity;
using Lyceum.Identity.People;
using Lyceum.Learning.Lessons;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Reads of quizzes and attempts, for learners. Keys never pass through here but in <see cref="ResultQueries"/>.</summary>
public static class AttemptQueries
{
    /// <summary>A quiz before it is begun. Three statements.</summary>
    public static async Task<Result<QuizHome>> Home(Guid lessonId, LyceumDb db, LessonText text, Call call, TimeProvider clock, CancellationToken ct)
    {
        var me = call.Actor.PersonId;
        var (outlines, sections, quizzes, questions, versions) = (db.Outlines, db.Sections, db.Quizzes, db.Questions, db.QuestionVersions);
        var row = await (
            from l in db.LessonsToStudy(me)
            join o in outlines on l.OutlineId equals o.Id
            join s in sections on o.SectionId equals s.Id
            join c in db.Courses on s.CourseId equals c.Id
            from quiz in quizzes.Where(q => q.LessonId == l.Id).DefaultIfEmpty()
            where l.Id == lessonId && l.Kind == "quiz"
            select new { c.Slug, s.Code, c.Title, c.Language, c.State, Name = l.Title, l.Body, l.Version, Quiz = (Quiz?)quiz }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return AttemptErrors.NotFound;

        var worth = await (from q in questions join v in versions on q.Id equals v.QuestionId where q.LessonId == lessonId && !q.IsRemoved && v.Number == q.Current select v.Points).ToListAsync(ct);
        var attempts = await db.Attempts.AsNoTracking().Where(a => a.LessonId == lessonId && a.PersonId == me).OrderByDescending(a => a.Number).Take(100).ToListAsync(ct);
        var (rules, now) = (row.Quiz ?? new Quiz { LessonId = lessonId }, clock.GetUtcNow());
        var left = rules.MaxAttempts - attempts.Count;
        var open = attempts.Find(a => a.State == AttemptState.Open && !a.IsOverAt(now));
        var archived = row.State == CourseState.Archived;
        var canStart = open is not null || (!archived && worth.Count > 0 && left is null or > 0 && !(rules.OpensAt > now) && !(rules.ClosesAt <= now));
        return new QuizHome(
            lessonId, row.Slug, row.Code, row.Title, row.Language, row.Name, row.Body.Length == 0 ? "" : text.Render(lessonId, row.Version, row.Body), rules.Kind, worth.Count, worth.Sum(), rules.PassPercent,
            rules.TimeLimitMinutes, rules.MaxAttempts, left is null ? null : Math.Max(0, left.Value), rules.Feedback, rules.OpensAt, rules.ClosesAt, canStart, open?.Id, attempts.ConvertAll(Row)) { IsArchived = archived };
    }

    /// <summary>My attempts at a quiz, the latest first. One statement a page.</summary>
    public static async Task<Result<Page<AttemptRow>>> Mine(Guid lessonId, LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<int>();
        if (!after.Ok) return after.Refusal;
        var (me, number) = (call.Actor.PersonId, after.Value.Given ? after.Value.Key : int.MaxValue);
        if (!await db.LessonsToStudy(me).AnyAsync(l => l.Id == lessonId && l.Kind == "quiz", ct)) return AttemptErrors.NotFound;
        var rows = await db.Attempts.AsNoTracking().Where(a => a.LessonId == lessonId && a.PersonId == me && a.Number < number).OrderByDescending(a => a.Number).Take(page.Take).ToListAsync(ct);
        return Page<AttemptRow>.Of(rows.ConvertAll(Row), page, a => a.Number);
    }

    /// <summary>The paper of an attempt of mine, without keys. One whose time is up is closed first. Two statements.</summary>
    public static async Task<Result<AttemptPaper>> Paper(Guid id, LyceumDb db, LessonText text, Call call, Door door, TimeProvider clock, CancellationToken ct)
    {
        var (me, now) = (call.Actor.PersonId, clock.GetUtcNow());
        var (lessons, sections, versions) = (db.Lessons, db.Sections, db.QuestionVersions);
        var head = await (
            from a in db.Attempts
            join l in lessons on a.LessonId equals l.Id
            join s in sections on a.SectionId equals s.Id
            join c in db.Courses on s.CourseId equals c.Id
            where a.Id == id && a.PersonId == me
            select new { Attempt = a, c.Slug, s.Code, c.Title, c.Language, Name = l.Title }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (head is null) return AttemptErrors.NotFound;
        var attempt = head.Attempt;
        var state = attempt.State;
        if (state == AttemptState.Open && attempt.IsOverAt(now) && await door.Run(new CloseAttempt(id), SubmittingAttempts.Handle, ct) is { Ok: true } closed) state = closed.Value.State;

        var rows = await (from q in db.AttemptQuestions join v in versions on q.VersionId equals v.Id where q.AttemptId == id orderby q.Position select new { Question = q, Said = v }).AsNoTracking().ToListAsync(ct);
        return new AttemptPaper(
            id, attempt.LessonId, head.Slug, head.Code, head.Title, head.Language, head.Name, attempt.Number, state, now, attempt.StartedAt, attempt.Deadline, attempt.MaxScore,
            rows.ConvertAll(r => Question(r.Question, r.Said, text)));
    }

    /// <summary>My best attempt at each quiz, the latest first. One statement a page.</summary>
    public static async Task<Result<Page<QuizGrade>>> Grades(LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct)
    {
        var after = page.After<Guid>();
        if (!after.Ok) return after.Refusal;
        var (me, given, key) = (call.Actor.PersonId, after.Value.Given, after.Value.Key);
        var (attempts, lessons, sections, courses, quizzes) = (db.Attempts, db.Lessons, db.Sections, db.Courses, db.Quizzes);
        var rows = await (
            from a in attempts
            join l in lessons on a.LessonId equals l.Id
            join q in quizzes on l.Id equals q.LessonId
            join s in sections on a.SectionId equals s.Id
            join c in courses on s.CourseId equals c.Id
            where a.PersonId == me && a.State == AttemptState.Graded && (!given || a.Id.CompareTo(key) < 0)
                && !attempts.Any(b => b.LessonId == a.LessonId && b.PersonId == me && b.State == AttemptState.Graded && (b.Percent > a.Percent || (b.Percent == a.Percent && b.Number < a.Number)))
            orderby a.Id descending
            select new { Best = a, c.Slug, s.Code, c.Title, c.Language, Name = l.Title, q.Kind, Count = attempts.Count(b => b.LessonId == a.LessonId && b.PersonId == me) })
            .AsNoTracking().Take(page.Take).ToListAsync(ct);
        var grades = rows.ConvertAll(r => new QuizGrade(
            r.Best.LessonId, r.Slug, r.Code, r.Title, r.Language, r.Name, r.Kind, r.Count, r.Best.Id, r.Best.Percent!.Value, r.Best.Passed!.Value, r.Best.SubmittedAt!.Value));
        return Page<QuizGrade>.Of(grades, page, g => g.BestAttempt);
    }

    internal static AttemptRow Row(Attempt a) => new(a.Id, a.Number, a.State, a.StartedAt, a.Deadline, a.SubmittedAt, a.EndedBy, a.Score, a.MaxScore, a.Percent, a.Passed);

    private static PaperQuestion Question(AttemptQuestion q, QuestionVersion said, LessonText text) => new(
        q.QuestionId, q.Position, said.Type, said.Prompt, text.Prompt(said), said.Points, said.Settings.Unit,
        [.. q.OptionOrder.Select(id => said.Settings.Options!.First(o => o.Id == id)).Select(o => new PaperOption(o.Id, o.Text, text.Option(said, o)))],
        q.Answer, q.Flagged, q.Sequence, q.SavedAt, said.Settings.MinWords, said.Settings.MaxWords);
}

using Lyceum.Academics;
using Lyceum.Assessment.Attempts;
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

namespace Lyceum.Assessment.Marking;

/// <summary>Reads for those who mark; scope is the sections in which they may.</summary>
public static class MarkQueries
{
    private sealed record Key(DateTimeOffset At, Guid Id);

    /// <summary>
    /// The answers of a section that wait for a mark, the oldest first; with <paramref name="marked"/> those that have one, the latest first.
    /// Of one question where it is named, without the learners' names where <paramref name="nameless"/> is set. Two statements a page.
    /// </summary>
    public static async Task<Result<Page<MarkRow>>> List(Guid id, LyceumDb db, Call call, [AsParameters] PageRequest page, CancellationToken ct, Guid? question = null, bool marked = false, bool nameless = false)
    {
        var after = page.After<Key>();
        if (!after.Ok) return after.Refusal;
        if (!await db.Sections.ManagedBy(call.Actor, AssessmentPermissions.MarkAnswers).AnyAsync(s => s.Id == id, ct)) return MarkErrors.NotFound;
        var (given, at, last) = (after.Value.Given, after.Value.Key?.At ?? default, after.Value.Key?.Id ?? Guid.Empty);
        var of = db.Marks.AsNoTracking().Where(m => m.SectionId == id && (question == null || m.QuestionId == question));
        var wanted = marked
            ? of.Where(m => m.Points != null && (!given || m.MarkedAt < at || (m.MarkedAt == at && m.Id.CompareTo(last) < 0))).OrderByDescending(m => m.MarkedAt).ThenByDescending(m => m.Id)
            : of.Where(m => m.Points == null && (!given || m.HandedInAt > at || (m.HandedInAt == at && m.Id.CompareTo(last) > 0))).OrderBy(m => m.HandedInAt).ThenBy(m => m.Id);
        var (attempts, lessons, people, papers, versions) = (db.Attempts, db.Lessons, db.PersonNames, db.AttemptQuestions, db.QuestionVersions);
        var rows = await (
            from m in wanted
            join a in attempts on m.AttemptId equals a.Id
            join l in lessons on a.LessonId equals l.Id
            join p in people on a.PersonId equals p.Id
            join q in papers on new { m.AttemptId, m.QuestionId } equals new { q.AttemptId, q.QuestionId }
            join v in versions on q.VersionId equals v.Id
            select new MarkRow(m.Id, m.AttemptId, nameless ? null : p.DisplayName, l.Id, l.Title, m.QuestionId, v.Prompt, m.MaxPoints, m.HandedInAt, m.Points, m.MarkedAt))
            .Take(page.Take).ToListAsync(ct);
        return Page<MarkRow>.Of(rows, page, r => new Key(r.MarkedAt ?? r.HandedInAt, r.Id));
    }

    /// <summary>The questions of a section of which answers wait, with how many. One statement.</summary>
    internal static async Task<IReadOnlyList<WaitingQuestion>> Questions(Guid section, LyceumDb db, CancellationToken ct)
    {
        var (questions, lessons, versions) = (db.Questions, db.Lessons, db.QuestionVersions);
        return await (
            from g in db.Marks.Where(m => m.SectionId == section && m.Points == null).GroupBy(m => m.QuestionId).Select(g => new { Id = g.Key, Waiting = g.Count() })
            join q in questions on g.Id equals q.Id
            join v in versions on q.Id equals v.QuestionId
            join l in lessons on q.LessonId equals l.Id
            where v.Number == q.Current
            orderby l.Title, q.Position
            select new WaitingQuestion(q.Id, l.Title, v.Prompt, g.Waiting)).AsNoTracking().Take(100).ToListAsync(ct);
    }

    /// <summary>An answer with what whoever marks it needs: the question, the note, the marks so far. Two statements.</summary>
    public static async Task<Result<MarkSheet>> Read(Guid id, LyceumDb db, LessonText text, Call call, CancellationToken ct, bool nameless = false)
    {
        var (me, marking) = (call.Actor.PersonId, db.Sections.ManagedBy(call.Actor, AssessmentPermissions.MarkAnswers));
        var (attempts, lessons, courses, people, papers, versions) = (db.Attempts, db.Lessons, db.Courses, db.PersonNames, db.AttemptQuestions, db.QuestionVersions);
        var row = await (
            from m in db.Marks
            join s in marking on m.SectionId equals s.Id
            join c in courses on s.CourseId equals c.Id
            join a in attempts on m.AttemptId equals a.Id
            join l in lessons on a.LessonId equals l.Id
            join p in people on a.PersonId equals p.Id
            join q in papers on new { m.AttemptId, m.QuestionId } equals new { q.AttemptId, q.QuestionId }
            join v in versions on q.VersionId equals v.Id
            where m.Id == id
            select new { Mark = m, c.Slug, s.Code, c.Title, c.Language, a.LessonId, a.PersonId, Quiz = l.Title, p.DisplayName, q.Answer, Said = v }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return MarkErrors.NotFound;
        var history = await (from r in db.Set<MarkRecord>() join p in people on r.MarkedBy equals p.Id where r.MarkId == id orderby r.Number descending select new MarkBefore(r.Number, r.Points, r.Feedback, p.DisplayName, r.MarkedAt))
            .AsNoTracking().Take(100).ToListAsync(ct);
        var (mark, settings, answer) = (row.Mark, row.Said.Settings, row.Answer?.Text ?? "");
        return new MarkSheet(
            id, mark.SectionId, row.Slug, row.Code, row.Title, row.Language, mark.AttemptId, row.LessonId, row.Quiz, nameless ? null : row.DisplayName, row.PersonId == me,
            mark.QuestionId, text.Prompt(row.Said), settings.Note, settings.MinWords, settings.MaxWords, answer, Essay.Words(answer), mark.MaxPoints, mark.HandedInAt,
            mark.Points, mark.Feedback, history, mark.Version);
    }

    /// <summary>The answer to mark after this one, so that two who mark do not sit before the same: the next that waits, else the oldest; null when none does.</summary>
    internal static async Task<Guid?> Next(MarkSheet sheet, Guid? question, LyceumDb db, CancellationToken ct)
    {
        var waiting = db.Marks.Where(m => m.SectionId == sheet.SectionId && m.Points == null && m.Id != sheet.Id && (question == null || m.QuestionId == question)).OrderBy(m => m.HandedInAt).ThenBy(m => m.Id);
        return await waiting.Where(m => m.HandedInAt > sheet.HandedInAt || (m.HandedInAt == sheet.HandedInAt && m.Id.CompareTo(sheet.Id) > 0)).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct)
            ?? await waiting.Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct);
    }
}

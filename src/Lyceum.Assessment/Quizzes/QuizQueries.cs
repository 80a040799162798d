using Lyceum.Academics;
using Lyceum.Assessment.Questions;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Quizzes;

/// <summary>A question as its author writes it. <see cref="Asked"/>: learners have been given this version; a change makes a new one.</summary>
public sealed record QuestionSource(Guid Id, int Position, int Number, bool Asked, QuestionContent Content);

/// <summary>A quiz as its author writes it.</summary>
public sealed record QuizSource(
    Guid LessonId, string Course, LocalizedName CourseTitle, string Language, string Title, bool IsPublished, QuizRules Rules, int Version, decimal MaxScore, IReadOnlyList<QuestionSource> Questions) : IVersioned;

/// <summary>Reads for authors; scope is the right to write the course's outline.</summary>
public static class QuizQueries
{
    /// <summary>A quiz of a master outline. Two statements.</summary>
    public static async Task<Result<QuizSource>> Source(Guid lessonId, LyceumDb db, Call call, CancellationToken ct)
    {
        var (quizzes, courses, versions, papers) = (db.Quizzes, db.Courses, db.QuestionVersions, db.AttemptQuestions);
        var row = await (
            from l in db.Lessons
            join o in db.OutlinesAuthoredBy(call.Actor) on l.OutlineId equals o.Id
            join c in courses on o.CourseId equals c.Id
            from quiz in quizzes.Where(q => q.LessonId == l.Id).DefaultIfEmpty()
            where l.Id == lessonId && l.Kind == "quiz"
            select new { c.Slug, c.Title, c.Language, Name = l.Title, l.IsPublished, Quiz = (Quiz?)quiz }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return QuizErrors.NotFound;
        var questions = await (
            from q in db.Questions
            join v in versions on q.Id equals v.QuestionId
            where q.LessonId == lessonId && !q.IsRemoved && v.Number == q.Current
            orderby q.Position
            select new { q.Id, q.Position, Said = v, Asked = papers.Any(p => p.VersionId == v.Id) }).AsNoTracking().ToListAsync(ct);
        var quizRow = row.Quiz ?? new Quiz { LessonId = lessonId };
        return new QuizSource(lessonId, row.Slug, row.Title, row.Language, row.Name, row.IsPublished, quizRow.Rules(), quizRow.Version, questions.Sum(q => q.Said.Points),
            questions.ConvertAll(q => new QuestionSource(q.Id, q.Position, q.Said.Number, q.Asked, q.Said.Content())));
    }

    /// <summary>Quizzes that ask nothing yet. Questions are checked whenever they are written, so one that is there can be asked.</summary>
    internal static async Task<IReadOnlyList<(Guid LessonId, string TextKey)>> Missing(LyceumDb db, IReadOnlyList<Guid> lessons, CancellationToken ct)
    {
        var filled = await db.Questions.Where(q => lessons.Contains(q.LessonId) && !q.IsRemoved).Select(q => q.LessonId).Distinct().ToListAsync(ct);
        return [.. lessons.Except(filled).Select(l => (l, "assessment.missing.questions"))];
    }
}

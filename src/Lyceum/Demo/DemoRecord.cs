using Lyceum.Academics.Enrolments;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Questions;
using Lyceum.Platform;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Demo;

internal sealed record EnrolmentRow(Guid Id, Guid SectionId, Guid PersonId, EnrolmentState State, DateTimeOffset At, DateTimeOffset? EndedAt);

internal sealed record PlaceRow(Guid SectionId, Guid PersonId, int Completed, int Total, Guid? LastLessonId, DateTimeOffset LastSeenAt, DateTimeOffset? CompletedAt);

internal sealed record StudyRow(Guid LessonId, Guid PersonId, Guid SectionId, bool Completed, int Seconds, int Position, decimal? BestScore, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt);

internal sealed record AttemptRow(
    Guid Id, Guid LessonId, Guid SectionId, Guid PersonId, int Number, DateTimeOffset StartedAt, DateTimeOffset? Deadline, DateTimeOffset? AcceptsUntil,
    decimal PassPercent, decimal MaxScore, DateTimeOffset SubmittedAt, decimal? Score, decimal? Percent, bool? Passed);

internal sealed record AnswerRow(Guid AttemptId, Guid QuestionId, Guid VersionId, int Position, IReadOnlyList<string> Order, Answer? Answer, DateTimeOffset SavedAt, decimal? Points);

internal sealed record MarkRow(Guid Id, Guid AttemptId, Guid QuestionId, Guid SectionId, DateTimeOffset HandedInAt, decimal MaxPoints, decimal? Points, string Feedback, Guid? MarkedBy, DateTimeOffset? MarkedAt);

/// <summary>Rows of the history, collected and then copied in.</summary>
internal sealed class DemoRecord
{
    public List<EnrolmentRow> Enrolments { get; } = [];
    public List<PlaceRow> Places { get; } = [];
    public List<StudyRow> Studies { get; } = [];
    public List<AttemptRow> Attempts { get; } = [];
    public List<AnswerRow> Answers { get; } = [];
    public List<MarkRow> Marks { get; } = [];

    /// <summary>Copies everything in, and sets the seats of the sections as their trigger will count them at commit.</summary>
    public async Task Copy(Act act)
    {
        await DemoCopy.Into(act, "academics.enrolments (id, section_id, person_id, state, requested_at, activated_at, ended_at)", Enrolments, async (row, e) =>
        {
            await row.Uuid(e.Id, e.SectionId, e.PersonId);
            await row.Text(e.State.ToString().ToLowerInvariant());
            await row.Time(e.At, e.At, e.EndedAt);
        });
        Guid[] sections = [.. Enrolments.Select(e => e.SectionId).Distinct()];
        await act.Db.Database.ExecuteSqlAsync($"""
            UPDATE academics.sections s SET seats_taken = t.taken
            FROM (SELECT section_id, count(*)::int AS taken FROM academics.enrolments WHERE section_id = ANY ({sections}) AND state IN ('active', 'completed') GROUP BY section_id) t
            WHERE t.section_id = s.id
            """, act.Ct);
        await DemoCopy.Into(act, "learning.section_progress (section_id, person_id, completed, total, last_lesson_id, last_seen_at, completed_at)", Places, async (row, p) =>
        {
            await row.Uuid(p.SectionId, p.PersonId);
            await row.Int(p.Completed, p.Total);
            await row.Uuid(p.LastLessonId);
            await row.Time(p.LastSeenAt, p.CompletedAt);
        });
        await DemoCopy.Into(act, "learning.lesson_progress (lesson_id, person_id, section_id, state, seconds, position, furthest, best_score, started_at, last_seen_at, completed_at)", Studies, async (row, s) =>
        {
            await row.Uuid(s.LessonId, s.PersonId, s.SectionId);
            await row.Text(s.Completed ? "completed" : "started");
            await row.Int(s.Seconds, s.Position, s.Position);
            await row.Number(s.BestScore);
            await row.Time(s.StartedAt, s.LastSeenAt, s.Completed ? s.LastSeenAt : null);
        });
        await DemoCopy.Into(act, "assessment.attempts (id, lesson_id, section_id, person_id, number, state, started_at, deadline, accepts_until, pass_percent, max_score, submitted_at, ended_by, score, percent, passed)", Attempts, async (row, a) =>
        {
            await row.Uuid(a.Id, a.LessonId, a.SectionId, a.PersonId);
            await row.Int(a.Number);
            await row.Text((a.Score is null ? nameof(AttemptState.Submitted) : nameof(AttemptState.Graded)).ToLowerInvariant());
            await row.Time(a.StartedAt, a.Deadline, a.AcceptsUntil);
            await row.Number(a.PassPercent, a.MaxScore);
            await row.Time(a.SubmittedAt);
            await row.Text(nameof(EndedBy.Learner).ToLowerInvariant());
            await row.Number(a.Score, a.Percent);
            await row.Maybe(a.Passed);
        });
        await DemoCopy.Into(act, "assessment.attempt_questions (attempt_id, question_id, version_id, position, option_order, answer, flagged, sequence, saved_at, points)", Answers, async (row, a) =>
        {
            await row.Uuid(a.AttemptId, a.QuestionId, a.VersionId);
            await row.Int(a.Position);
            await row.Json(a.Order);
            await row.Json(a.Answer);
            await row.Truth(false);
            await row.Long(a.Answer is null ? 0 : 1);
            await row.Time(a.Answer is null ? null : a.SavedAt);
            await row.Number(a.Points);
        });
        await DemoCopy.Into(act, "assessment.answers (attempt_id, question_id, sequence, answer, flagged, saved_at)", [.. Answers.Where(a => a.Answer is not null)], async (row, a) =>
        {
            await row.Uuid(a.AttemptId, a.QuestionId);
            await row.Long(1);
            await row.Json(a.Answer);
            await row.Truth(false);
            await row.Time(a.SavedAt);
        });
        await DemoCopy.Into(act, "assessment.marks (id, attempt_id, question_id, section_id, handed_in_at, max_points, points, feedback, marked_by, marked_at)", Marks, async (row, m) =>
        {
            await row.Uuid(m.Id, m.AttemptId, m.QuestionId, m.SectionId);
            await row.Time(m.HandedInAt);
            await row.Number(m.MaxPoints, m.Points);
            await row.Text(m.Feedback);
            await row.Uuid(m.MarkedBy);
            await row.Time(m.MarkedAt);
        });
    }
}

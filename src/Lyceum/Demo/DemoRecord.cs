using System.Text.Json;
using Lyceum.Academics.Enrolments;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Questions;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Lyceum.Demo;

internal sealed record EnrolmentRow(Guid Id, Guid SectionId, Guid PersonId, EnrolmentState State, DateTimeOffset At, DateTimeOffset? EndedAt);

internal sealed record PlaceRow(Guid SectionId, Guid PersonId, int Completed, int Total, Guid? LastLessonId, DateTimeOffset LastSeenAt, DateTimeOffset? CompletedAt);

internal sealed record StudyRow(Guid LessonId, Guid PersonId, Guid SectionId, bool Completed, int Seconds, int Position, decimal? BestScore, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt);

internal sealed record AttemptRow(
    Guid Id, Guid LessonId, Guid SectionId, Guid PersonId, int Number, DateTimeOffset StartedAt, DateTimeOffset? Deadline, DateTimeOffset? AcceptsUntil,
    decimal PassPercent, decimal MaxScore, DateTimeOffset SubmittedAt, decimal Score, decimal Percent, bool Passed);

internal sealed record AnswerRow(Guid AttemptId, Guid QuestionId, Guid VersionId, int Position, IReadOnlyList<string> Order, Answer? Answer, DateTimeOffset SavedAt, decimal Points);

/// <summary>Rows of the history, collected and then copied in.</summary>
internal sealed class DemoRecord
{
    public List<EnrolmentRow> Enrolments { get; } = [];
    public List<PlaceRow> Places { get; } = [];
    public List<StudyRow> Studies { get; } = [];
    public List<AttemptRow> Attempts { get; } = [];
    public List<AnswerRow> Answers { get; } = [];

    /// <summary>Copies everything in, and sets the seats of the sections as their trigger will count them at commit.</summary>
    public async Task Copy(Act act)
    {
        await Import(act, "academics.enrolments (id, section_id, person_id, state, requested_at, activated_at, ended_at)", Enrolments, async (row, e) =>
        {
            await row.Uuid(e.Id, e.SectionId, e.PersonId);
            await row.Text(e.State.ToString().ToLowerInvariant());
            await row.Time(e.At, e.At, e.EndedAt);
        });
        await act.Db.Database.ExecuteSqlAsync($"""
            UPDATE academics.sections s SET seats_taken = t.taken
            FROM (SELECT section_id, count(*)::int AS taken FROM academics.enrolments WHERE state IN ('active', 'completed') GROUP BY section_id) t
            WHERE t.section_id = s.id
            """, act.Ct);
        await Import(act, "learning.section_progress (section_id, person_id, completed, total, last_lesson_id, last_seen_at, completed_at)", Places, async (row, p) =>
        {
            await row.Uuid(p.SectionId, p.PersonId);
            await row.Int(p.Completed, p.Total);
            await row.Uuid(p.LastLessonId);
            await row.Time(p.LastSeenAt, p.CompletedAt);
        });
        await Import(act, "learning.lesson_progress (lesson_id, person_id, section_id, state, seconds, position, furthest, best_score, started_at, last_seen_at, completed_at)", Studies, async (row, s) =>
        {
            await row.Uuid(s.LessonId, s.PersonId, s.SectionId);
            await row.Text(s.Completed ? "completed" : "started");
            await row.Int(s.Seconds, s.Position, s.Position);
            await row.Number(s.BestScore);
            await row.Time(s.StartedAt, s.LastSeenAt, s.Completed ? s.LastSeenAt : null);
        });
        await Import(act, "assessment.attempts (id, lesson_id, section_id, person_id, number, state, started_at, deadline, accepts_until, pass_percent, max_score, submitted_at, ended_by, score, percent, passed)", Attempts, async (row, a) =>
        {
            await row.Uuid(a.Id, a.LessonId, a.SectionId, a.PersonId);
            await row.Int(a.Number);
            await row.Text(nameof(AttemptState.Graded).ToLowerInvariant());
            await row.Time(a.StartedAt, a.Deadline, a.AcceptsUntil);
            await row.Number(a.PassPercent, a.MaxScore);
            await row.Time(a.SubmittedAt);
            await row.Text(nameof(EndedBy.Learner).ToLowerInvariant());
            await row.Number(a.Score, a.Percent);
            await row.Truth(a.Passed);
        });
        await Import(act, "assessment.attempt_questions (attempt_id, question_id, version_id, position, option_order, answer, flagged, sequence, saved_at, points)", Answers, async (row, a) =>
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
        await Import(act, "assessment.answers (attempt_id, question_id, sequence, answer, flagged, saved_at)", [.. Answers.Where(a => a.Answer is not null)], async (row, a) =>
        {
            await row.Uuid(a.AttemptId, a.QuestionId);
            await row.Long(1);
            await row.Json(a.Answer);
            await row.Truth(false);
            await row.Time(a.SavedAt);
        });
    }

    private static async Task Import<T>(Act act, string target, IReadOnlyList<T> rows, Func<Row, T, Task> write)
    {
        var connection = (NpgsqlConnection)act.Db.Database.GetDbConnection();
        await using var import = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT binary)", act.Ct);
        var row = new Row(import, act.Ct);
        foreach (var item in rows)
        {
            await import.StartRowAsync(act.Ct);
            await write(row, item);
        }
        await import.CompleteAsync(act.Ct);
    }

    /// <summary>One row under way, column by column.</summary>
    private sealed class Row(NpgsqlBinaryImporter import, CancellationToken ct)
    {
        public Task Uuid(params Guid?[] values) => Each(values, NpgsqlDbType.Uuid);

        public Task Int(params int[] values) => Each(values.Select(v => (int?)v), NpgsqlDbType.Integer);

        public Task Long(long value) => import.WriteAsync(value, NpgsqlDbType.Bigint, ct);

        public Task Number(params decimal?[] values) => Each(values, NpgsqlDbType.Numeric);

        public Task Text(string value) => import.WriteAsync(value, NpgsqlDbType.Text, ct);

        public Task Truth(bool value) => import.WriteAsync(value, NpgsqlDbType.Boolean, ct);

        public Task Time(params DateTimeOffset?[] values) => Each(values.Select(v => v?.UtcDateTime), NpgsqlDbType.TimestampTz);

        public Task Json(object? value) => value is null ? import.WriteNullAsync(ct) : import.WriteAsync(JsonSerializer.Serialize(value, Platform.Web.Json.Options), NpgsqlDbType.Jsonb, ct);

        private async Task Each<T>(IEnumerable<T?> values, NpgsqlDbType type) where T : struct
        {
            foreach (var value in values)
            {
                if (value is { } given) await import.WriteAsync(given, type, ct);
                else await import.WriteNullAsync(ct);
            }
        }
    }
}

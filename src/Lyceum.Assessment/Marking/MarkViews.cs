using Lyceum.Platform;
using Lyceum.Platform.Localization;

namespace Lyceum.Assessment.Marking;

/// <summary>An answer that waits for a mark or has one. The learner is null where names are hidden.</summary>
public sealed record MarkRow(
    Guid Id, Guid AttemptId, string? Learner, Guid LessonId, string Quiz, Guid QuestionId, string Question, decimal MaxPoints, DateTimeOffset HandedInAt, decimal? Points, DateTimeOffset? MarkedAt);

/// <summary>A question of which answers wait.</summary>
public sealed record WaitingQuestion(Guid QuestionId, string Quiz, string Question, int Waiting);

/// <summary>A mark that was once given.</summary>
public sealed record MarkBefore(int Number, decimal Points, string Feedback, string MarkedBy, DateTimeOffset MarkedAt);

/// <summary>All that whoever marks an answer needs. <see cref="Learner"/> is null where names are hidden; <see cref="History"/> has the latest mark first.</summary>
public sealed record MarkSheet(
    Guid Id, Guid SectionId, string Course, string Section, LocalizedName CourseTitle, string Language, Guid AttemptId, Guid LessonId, string Quiz, string? Learner, bool IsMine,
    Guid QuestionId, string Html, string? Note, int? MinWords, int? MaxWords, string Answer, int Words, decimal MaxPoints, DateTimeOffset HandedInAt,
    decimal? Points, string Feedback, IReadOnlyList<MarkBefore> History, int Version) : IVersioned;

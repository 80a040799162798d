using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Platform.Localization;

namespace Lyceum.Assessment.Attempts;

/// <summary>An attempt in a list. Scores are null until it is graded.</summary>
public sealed record AttemptRow(
    Guid Id, int Number, AttemptState State, DateTimeOffset StartedAt, DateTimeOffset? Deadline, DateTimeOffset? SubmittedAt, EndedBy? EndedBy,
    decimal? Score, decimal MaxScore, decimal? Percent, bool? Passed);

/// <summary>A quiz before it is begun: what it asks of one, and what one has done so far.</summary>
public sealed record QuizHome(
    Guid LessonId, string Course, string Section, LocalizedName CourseTitle, string Language, string Title, string IntroHtml, QuizKind Kind, int Questions, decimal MaxScore, decimal PassPercent,
    int? TimeLimitMinutes, int? MaxAttempts, int? AttemptsLeft, FeedbackMode Feedback, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, bool CanStart, Guid? OpenAttempt, IReadOnlyList<AttemptRow> Attempts)
{
    /// <summary>The course is archived: nothing new begins.</summary>
    public bool IsArchived { get; init; }
}

/// <summary>An option as a learner is shown it: nothing tells whether it is right.</summary>
public sealed record PaperOption(string Id, string Text, string Html);

/// <summary>A question as a learner is shown it, with the answer kept so far.</summary>
public sealed record PaperQuestion(
    Guid Id, int Position, string Type, string Prompt, string Html, decimal Points, string? Unit, IReadOnlyList<PaperOption> Options, Answer? Answer, bool Flagged, long Sequence, DateTimeOffset? SavedAt,
    int? MinWords, int? MaxWords);

/// <summary>The paper of an attempt. <see cref="Now"/> is the server's clock, by which the time left is counted.</summary>
public sealed record AttemptPaper(
    Guid Id, Guid LessonId, string Course, string Section, LocalizedName CourseTitle, string Language, string Title, int Number, AttemptState State,
    DateTimeOffset Now, DateTimeOffset StartedAt, DateTimeOffset? Deadline, decimal MaxScore, IReadOnlyList<PaperQuestion> Questions);

/// <summary>An option with whether it was right and chosen.</summary>
public sealed record ResultOption(string Id, string Html, bool Correct, bool Chosen, string? Feedback);

/// <summary>A question with its answer, what that was worth (null: it waits for a mark) and what would have been right; <see cref="Feedback"/> is what whoever marked it wrote.</summary>
public sealed record ResultQuestion(
    Guid Id, int Position, string Type, string Html, decimal Points, decimal? Awarded, string? Feedback, string ExplanationHtml, IReadOnlyList<ResultOption> Options,
    string? Given, bool? Right, IReadOnlyList<string>? Accepted, decimal? Value, decimal? Tolerance, string? Unit);

/// <summary>
/// How an attempt went. While answers wait for a mark there is no score yet; <see cref="KnownScore"/> is what the others are worth. <see cref="Questions"/> is null while the quiz keeps right answers back; <see cref="KeysFrom"/> says from when they are shown, where that is known.
/// </summary>
public sealed record AttemptResult(
    Guid Id, Guid LessonId, string Course, string Section, LocalizedName CourseTitle, string Language, string Title, string Learner, bool IsMine, int Number, QuizKind Kind, AttemptState State,
    DateTimeOffset StartedAt, DateTimeOffset SubmittedAt, EndedBy EndedBy, decimal? Score, decimal KnownScore, int Waiting, decimal MaxScore, decimal? Percent, decimal PassPercent, bool? Passed,
    FeedbackMode Feedback, DateTimeOffset? KeysFrom, IReadOnlyList<ResultQuestion>? Questions);

/// <summary>An attempt as those who teach the section see it.</summary>
public sealed record SectionAttempt(
    Guid Id, Guid PersonId, string Learner, Guid LessonId, string Quiz, int Number, AttemptState State, DateTimeOffset StartedAt, DateTimeOffset? SubmittedAt, EndedBy? EndedBy,
    decimal? Score, decimal MaxScore, decimal? Percent, bool? Passed);

/// <summary>My best attempt at a quiz, over all my courses.</summary>
public sealed record QuizGrade(
    Guid LessonId, string Course, string Section, LocalizedName CourseTitle, string Language, string Title, QuizKind Kind, int Attempts, Guid BestAttempt, decimal Percent, bool Passed, DateTimeOffset SubmittedAt);

using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Marking;
using Lyceum.Assessment.Questions;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Quizzes;

/// <summary>Whether a quiz is for learning or counts.</summary>
public enum QuizKind
{
    Practice,
    Graded,
}

/// <summary>When a learner may see what was right. The score is always shown; right answers, points by question and explanations are what is held back.</summary>
public enum FeedbackMode
{
    /// <summary>As soon as an attempt is handed in, also while others are left.</summary>
    AfterSubmit,

    /// <summary>Once an attempt has passed, or none is left.</summary>
    AfterPass,

    /// <summary>After the quiz has closed for everybody; never while it has no closing time.</summary>
    AfterClose,

    /// <summary>Never: the score only.</summary>
    ScoreOnly,
}

/// <summary>How a quiz is taken. Hangs on a lesson of kind <c>quiz</c>, in the master outline or a section's copy of it.</summary>
public sealed class Quiz
{
    public Guid LessonId { get; init; }
    public QuizKind Kind { get; set; }

    /// <summary>0 to 100.</summary>
    public decimal PassPercent { get; set; } = 60;

    /// <summary>Null: as long as one likes.</summary>
    public int? TimeLimitMinutes { get; set; }

    /// <summary>How long after the deadline a save that was under way is still taken.</summary>
    public int GraceSeconds { get; set; } = 30;

    /// <summary>Null: as often as one likes. Every attempt counts, also one the clock ended.</summary>
    public int? MaxAttempts { get; set; }
    public bool ShuffleQuestions { get; set; }
    public bool ShuffleOptions { get; set; }
    public FeedbackMode Feedback { get; set; }
    public DateTimeOffset? OpensAt { get; set; }
    public DateTimeOffset? ClosesAt { get; set; }
    public int Version { get; private set; } = 1;

    /// <summary>When an attempt that starts now must be in: the limit, or the closing time where that comes first; null without either.</summary>
    public DateTimeOffset? DeadlineFrom(DateTimeOffset now)
    {
        var limit = TimeLimitMinutes is { } minutes ? now.AddMinutes(minutes) : (DateTimeOffset?)null;
        return limit < ClosesAt || ClosesAt is null ? limit : ClosesAt;
    }

    internal void Take(QuizRules rules)
    {
        (Kind, PassPercent, TimeLimitMinutes, GraceSeconds, MaxAttempts) = (rules.Kind, rules.PassPercent, rules.TimeLimitMinutes, rules.GraceSeconds, rules.MaxAttempts);
        (ShuffleQuestions, ShuffleOptions, Feedback, OpensAt, ClosesAt) = (rules.ShuffleQuestions, rules.ShuffleOptions, rules.Feedback, rules.OpensAt?.ToUniversalTime(), rules.ClosesAt?.ToUniversalTime());
    }

    internal QuizRules Rules() => new(Kind, PassPercent, TimeLimitMinutes, MaxAttempts, ShuffleQuestions, ShuffleOptions, Feedback, GraceSeconds, OpensAt, ClosesAt);

    internal static void Map(ModelBuilder model) => model.Entity<Quiz>(e =>
    {
        e.ToTable("quizzes");
        e.HasKey(x => x.LessonId);
        e.Property(x => x.Kind).HasConversion<LowerCase<QuizKind>>();
        e.Property(x => x.Feedback).HasConversion<LowerCase<FeedbackMode>>();
        e.HasOne<Lesson>().WithMany().HasForeignKey(x => x.LessonId).OnDelete(DeleteBehavior.ClientNoAction);
    });
}

/// <summary>Assessment's sets, for rooms above.</summary>
public static class AssessmentSets
{
    extension(LyceumDb db)
    {
        public DbSet<Quiz> Quizzes => db.Set<Quiz>();
        public DbSet<Question> Questions => db.Set<Question>();
        public DbSet<QuestionVersion> QuestionVersions => db.Set<QuestionVersion>();
        public DbSet<Attempt> Attempts => db.Set<Attempt>();
        public DbSet<AttemptQuestion> AttemptQuestions => db.Set<AttemptQuestion>();
        public DbSet<Mark> Marks => db.Set<Mark>();
    }
}

using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Attempts;

/// <summary>Open → graded, or by way of submitted while answers wait for a mark; never back.</summary>
public enum AttemptState
{
    Open,

    /// <summary>Handed in; the result waits until people have marked the essays.</summary>
    Submitted,
    Graded,
}

/// <summary>Who handed an attempt in.</summary>
public enum EndedBy
{
    Learner,
    Clock,
}

/// <summary>One learner's go at a quiz. Clock, pass mark and highest score are those of the moment it began.</summary>
public sealed class Attempt
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid LessonId { get; init; }
    public Guid SectionId { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>From 1, for this person and quiz.</summary>
    public int Number { get; init; }
    public AttemptState State { get; private set; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it must be in; null without a clock.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Deadline and grace.</summary>
    public DateTimeOffset? AcceptsUntil { get; init; }
    public decimal PassPercent { get; init; }
    public decimal MaxScore { get; init; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public EndedBy? EndedBy { get; private set; }
    public decimal? Score { get; private set; }

    /// <summary>Score ÷ highest score × 100, two decimals, half away from zero.</summary>
    public decimal? Percent { get; private set; }
    public bool? Passed { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>Whether the clock has run out, with its grace.</summary>
    public bool IsOverAt(DateTimeOffset now) => AcceptsUntil < now;

    /// <summary>Takes it out of the learner's hands; the row must be locked and open. By the clock it counts as handed in at the deadline.</summary>
    internal void HandIn(EndedBy by, DateTimeOffset now)
    {
        if (State != AttemptState.Open) throw new InvalidOperationException("An attempt is handed in once.");
        (State, EndedBy, SubmittedAt) = (AttemptState.Submitted, by, by == Attempts.EndedBy.Clock ? Deadline : now);
    }

    /// <summary>The result from what all its answers are worth; a mark that is changed later says it anew. The row must be locked and handed in.</summary>
    internal void Grade(decimal worth)
    {
        if (State == AttemptState.Open) throw new InvalidOperationException("An attempt is handed in before it is graded.");
        State = AttemptState.Graded;
        Score = Math.Min(worth, MaxScore);
        Percent = Math.Round(Score.Value / MaxScore * 100, 2, MidpointRounding.AwayFromZero);
        Passed = Percent >= PassPercent;
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Attempt>(e =>
        {
            e.ToTable("attempts");
            e.Property(x => x.State).HasConversion<LowerCase<AttemptState>>();
            e.Property(x => x.EndedBy).HasConversion<LowerCase<EndedBy>>();
            e.HasOne<Quiz>().WithMany().HasForeignKey(x => x.LessonId).OnDelete(DeleteBehavior.ClientNoAction);
        });
        model.Entity<AttemptQuestion>(e =>
        {
            e.ToTable("attempt_questions");
            e.HasKey(x => new { x.AttemptId, x.QuestionId });
            e.Property(x => x.OptionOrder).IsJson();
            e.Property(x => x.Answer!).IsJson();
            e.HasOne<Attempt>().WithMany().HasForeignKey(x => x.AttemptId).OnDelete(DeleteBehavior.ClientNoAction);
            e.HasOne<QuestionVersion>().WithMany().HasForeignKey(x => x.VersionId).OnDelete(DeleteBehavior.ClientNoAction);
            e.Unaudited();
        });
        model.Entity<AnswerRecord>(e =>
        {
            e.ToTable("answers");
            e.HasKey(x => new { x.AttemptId, x.QuestionId, x.Sequence });
            e.Property(x => x.Answer!).IsJson();
            e.Unaudited();
        });
    }
}

/// <summary>A question on one attempt's paper, with the answer that counts.</summary>
public sealed class AttemptQuestion
{
    public Guid AttemptId { get; init; }
    public Guid QuestionId { get; init; }
    public Guid VersionId { get; init; }

    /// <summary>Place on this paper, from 1.</summary>
    public int Position { get; init; }

    /// <summary>Option ids in the order shown here; empty for types without options.</summary>
    public IReadOnlyList<string> OptionOrder { get; init; } = [];
    public Answer? Answer { get; init; }

    /// <summary>The learner wants to come back to it.</summary>
    public bool Flagged { get; init; }

    /// <summary>The client's count of changes; 0 before the first.</summary>
    public long Sequence { get; init; }
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>What the answer was worth; null until graded, and while it waits for a mark.</summary>
    public decimal? Points { get; set; }
}

/// <summary>An answer as it was once taken; written by <see cref="SavingAnswers"/> alone and never changed.</summary>
public sealed class AnswerRecord
{
    public Guid AttemptId { get; init; }
    public Guid QuestionId { get; init; }
    public long Sequence { get; init; }
    public Answer? Answer { get; init; }
    public bool Flagged { get; init; }
    public DateTimeOffset SavedAt { get; init; }
}

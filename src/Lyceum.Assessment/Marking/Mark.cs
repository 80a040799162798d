using Lyceum.Assessment.Attempts;
using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Marking;

/// <summary>An answer that people mark: it waits from the hand-in, and keeps the mark that counts. Each one that was ever given is a <see cref="MarkRecord"/>.</summary>
public sealed class Mark
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AttemptId { get; init; }
    public Guid QuestionId { get; init; }
    public Guid SectionId { get; init; }
    public DateTimeOffset HandedInAt { get; init; }
    public decimal MaxPoints { get; init; }

    /// <summary>0 to <see cref="MaxPoints"/> in steps of a half; null while it waits.</summary>
    public decimal? Points { get; private set; }

    /// <summary>What the learner reads beside the points; may be empty.</summary>
    public string Feedback { get; private set; } = "";
    public Guid? MarkedBy { get; private set; }
    public DateTimeOffset? MarkedAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>Whether this is the mark it has already.</summary>
    internal bool Says(decimal points, string feedback) => Points == points && Feedback == feedback;

    /// <summary>Gives the mark, or replaces the one before; the attempt must be locked.</summary>
    internal Refusal? Give(decimal points, string feedback, Guid by, DateTimeOffset now)
    {
        if (points < 0 || points > MaxPoints) return Refusal.Invalid(new FieldError("points", "platform.field.range", ("min", 0), ("max", MaxPoints)));
        if (points * 2 != decimal.Truncate(points * 2)) return MarkErrors.HalfPoints;
        (Points, Feedback, MarkedBy, MarkedAt) = (points, feedback, by, now);
        return null;
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Mark>(e =>
        {
            e.ToTable("marks");
            e.HasOne<AttemptQuestion>().WithMany().HasForeignKey(x => new { x.AttemptId, x.QuestionId }).OnDelete(DeleteBehavior.ClientNoAction);
        });
        model.Entity<MarkRecord>(e =>
        {
            e.ToTable("mark_records");
            e.HasKey(x => new { x.MarkId, x.Number });
            e.Unaudited();
        });
    }
}

/// <summary>A mark as it was once given; written by the database alone and never changed.</summary>
public sealed class MarkRecord
{
    public Guid MarkId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }
    public decimal Points { get; init; }
    public string Feedback { get; init; } = "";
    public Guid MarkedBy { get; init; }
    public DateTimeOffset MarkedAt { get; init; }
}

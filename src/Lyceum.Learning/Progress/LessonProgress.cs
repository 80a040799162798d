using Lyceum.Learning.Outlines;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>Begun, or done. Not begun is no row.</summary>
public enum StudyState
{
    Started,
    Completed,
}

/// <summary>
/// What one person has done with one lesson, derived by the server alone. Never goes backwards (a trigger says so too); only the place
/// where one stopped moves freely. Its own record: no audit row per change.
/// </summary>
public sealed class LessonProgress
{
    /// <summary>What a single message can add, however long the learner was away: one message a minute is expected.</summary>
    internal const int MaxStepSeconds = 120;

    private LessonProgress()
    {
    }

    public Guid LessonId { get; private init; }
    public Guid PersonId { get; private init; }
    public Guid SectionId { get; private init; }
    public StudyState State { get; private set; }

    /// <summary>Time spent, as far as the server's own clock confirms it.</summary>
    public int Seconds { get; private set; }

    /// <summary>Where one stopped, in thousandths of the lesson.</summary>
    public int Position { get; private set; }

    /// <summary>The furthest place reached, in thousandths.</summary>
    public int Furthest { get; private set; }

    /// <summary>Best result in percent, of lessons that have one.</summary>
    public decimal? BestScore { get; private set; }
    public DateTimeOffset StartedAt { get; private init; }
    public DateTimeOffset LastSeenAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public int Version { get; private set; } = 1;

    public static LessonProgress Begin(Guid lessonId, Guid personId, Guid sectionId, DateTimeOffset now) =>
        new() { LessonId = lessonId, PersonId = personId, SectionId = sectionId, StartedAt = now, LastSeenAt = now };

    /// <summary>Adds time and moves the place. No more seconds count than have passed since the last message.</summary>
    public void Study(int seconds, int? position, DateTimeOffset now)
    {
        var passed = (int)Math.Clamp((now - LastSeenAt).TotalSeconds, 0, MaxStepSeconds);
        Seconds += Math.Clamp(seconds, 0, passed);
        if (now > LastSeenAt) LastSeenAt = now;
        if (position is not { } place) return;
        Position = Math.Clamp(place, 0, 1000);
        Furthest = Math.Max(Furthest, Position);
    }

    /// <summary>True when this call completed it; false when it was complete before.</summary>
    public bool Complete(DateTimeOffset now)
    {
        if (now > LastSeenAt) LastSeenAt = now;
        if (State == StudyState.Completed) return false;
        State = StudyState.Completed;
        CompletedAt = now;
        return true;
    }

    /// <summary>Keeps the better result, in percent.</summary>
    public void Score(decimal percent, DateTimeOffset now)
    {
        if (now > LastSeenAt) LastSeenAt = now;
        var score = Math.Round(Math.Clamp(percent, 0, 100), 2, MidpointRounding.AwayFromZero);
        if (BestScore is null || score > BestScore) BestScore = score;
    }

    internal static void Map(ModelBuilder model) => model.Entity<LessonProgress>(e =>
    {
        e.ToTable("lesson_progress");
        e.HasKey(x => new { x.LessonId, x.PersonId });
        e.Property(x => x.State).HasConversion<LowerCase<StudyState>>();
        e.HasOne<Lesson>().WithMany().HasForeignKey(x => x.LessonId).OnDelete(DeleteBehavior.ClientNoAction);
        e.HasOne<SectionProgress>().WithMany().HasForeignKey(x => new { x.SectionId, x.PersonId }).OnDelete(DeleteBehavior.ClientNoAction);
        e.Unaudited();
    });
}

/// <summary>How far a person is in a section: counts kept so that a course home is two statements. Its row is the lock of that person's progress there.</summary>
public sealed class SectionProgress
{
    public Guid SectionId { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>Published lessons done.</summary>
    public int Completed { get; private set; }

    /// <summary>Published lessons of the section's outline.</summary>
    public int Total { get; init; }
    public Guid? LastLessonId { get; private set; }
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When everything was done; stays although lessons are added later.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>Done divided by all, between 0 and 1.</summary>
    public decimal Share => Total == 0 ? 0 : (decimal)Completed / Total;

    internal void Visit(Guid lessonId, DateTimeOffset now)
    {
        LastLessonId = lessonId;
        if (now > LastSeenAt) LastSeenAt = now;
    }

    /// <summary>Counts one lesson more; true when it was the last one.</summary>
    internal bool Count(DateTimeOffset now)
    {
        Completed = Math.Min(Completed + 1, Total);
        if (CompletedAt is not null || Completed < Total) return false;
        CompletedAt = now;
        return true;
    }

    internal static void Map(ModelBuilder model) => model.Entity<SectionProgress>(e =>
    {
        e.ToTable("section_progress");
        e.HasKey(x => new { x.SectionId, x.PersonId });
        e.Ignore(x => x.Share);
        e.Unaudited();
    });
}

/// <summary>Progress among Learning's sets.</summary>
public static class ProgressSets
{
    extension(LyceumDb db)
    {
        public DbSet<LessonProgress> LessonProgress => db.Set<LessonProgress>();
        public DbSet<SectionProgress> SectionProgress => db.Set<SectionProgress>();
    }
}

using Lyceum.Assessment.Quizzes;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Assessment.Questions;

/// <summary>A question's place in a quiz. What it says is in its versions.</summary>
public sealed class Question
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid LessonId { get; init; }

    /// <summary>Place from 1 among those not removed.</summary>
    public int Position { get; set; }

    /// <summary>No longer asked; its row stays for the attempts that were given it.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>The number of the version given to those who start now.</summary>
    public int Current { get; private set; } = 1;

    /// <summary>The master's question this one was copied from; null in the master.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>How the master's version was numbered when last copied.</summary>
    public int? SourceNumber { get; set; }
    public int Version { get; private set; } = 1;

    /// <summary>
    /// Takes new words. Where learners have been asked this quiz, the old ones stay as they were and the new ones become the next version;
    /// the quiz must be locked, so that nobody starts in between.
    /// </summary>
    internal QuestionVersion Say(QuestionContent content, QuestionVersion? current, bool wasAsked, DateTimeOffset now)
    {
        if (current is not null && !wasAsked)
        {
            current.Take(content);
            return current;
        }
        if (current is not null) Current++;
        var next = new QuestionVersion { QuestionId = Id, Number = Current, CreatedAt = now, Type = content.Type, Prompt = content.Prompt, Explanation = content.Explanation, Settings = content.Settings };
        next.Take(content);
        return next;
    }

    /// <summary>Asks it no more.</summary>
    internal void Remove() => IsRemoved = true;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Question>(e =>
        {
            e.ToTable("questions");
            e.HasOne<Quiz>().WithMany().HasForeignKey(x => x.LessonId).OnDelete(DeleteBehavior.ClientNoAction);
            e.HasOne<Question>().WithMany().HasForeignKey(x => x.SourceId).OnDelete(DeleteBehavior.ClientNoAction);
        });
        model.Entity<QuestionVersion>(e =>
        {
            e.ToTable("question_versions");
            e.Property(x => x.Settings).IsJson();
            e.HasOne<Question>().WithMany().HasForeignKey(x => x.QuestionId).OnDelete(DeleteBehavior.ClientNoAction);
        });
    }
}

/// <summary>What a question says, word for word. Never changed once a learner was given it.</summary>
public sealed class QuestionVersion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid QuestionId { get; init; }
    public int Number { get; init; }
    public required string Type { get; set; }
    public required string Prompt { get; set; }
    public decimal Points { get; set; }
    public required string Explanation { get; set; }
    public required QuestionSettings Settings { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    internal QuestionContent Content() => new(Type, Prompt, Points, Explanation, Settings);

    internal void Take(QuestionContent content) =>
        (Type, Prompt, Points, Explanation, Settings) = (content.Type, content.Prompt, content.Points, content.Explanation, content.Settings);
}

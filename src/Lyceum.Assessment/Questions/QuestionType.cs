using System.Collections.Frozen;
using Lyceum.Platform;

namespace Lyceum.Assessment.Questions;

/// <summary>
/// A type of question: what its settings must hold, which answers can be kept, and what an answer is worth. Pure and thread-safe.
/// The one registry of types is <see cref="All"/>; the text key of a name is <c>assessment.type.{name}</c>.
/// </summary>
public abstract class QuestionType
{
    private static readonly FrozenDictionary<string, QuestionType> Known =
        ((QuestionType[])[new SingleChoice(), new MultipleChoice(), new TrueOrFalse(), new ShortAnswer(), new Numeric(), new Essay()]).ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Every type, in the order people read them.</summary>
    public static IReadOnlyList<string> All { get; } = ["single", "multiple", "true_false", "short_answer", "numeric", "essay"];

    /// <summary>The type of this name, or null.</summary>
    public static QuestionType? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>As stored and sent.</summary>
    public abstract string Name { get; }

    /// <summary>Whether people say what an answer is worth, in steps of half a point; a blank one is worth 0 without them.</summary>
    public virtual bool MarkedByHand => false;

    /// <summary>Everything wrong with the settings, by field; empty when a learner could be asked this.</summary>
    public abstract IEnumerable<FieldError> Validate(QuestionSettings settings);

    /// <summary>Whether the answer is of a form this question can keep; it need not be right.</summary>
    public abstract bool Accepts(QuestionSettings settings, Answer answer);

    /// <summary>What the answer is worth: 0 to 1. A blank answer is worth 0.</summary>
    public decimal Grade(QuestionSettings settings, Answer? answer) =>
        answer is null || answer.IsBlank() || !Accepts(settings, answer) ? 0 : Worth(settings, answer);

    /// <summary>The worth of an answer that is there and of the right form.</summary>
    protected abstract decimal Worth(QuestionSettings settings, Answer answer);

    /// <summary>Settings with what other types left behind taken out, texts trimmed, options named.</summary>
    public abstract QuestionSettings Tidy(QuestionSettings settings);
}

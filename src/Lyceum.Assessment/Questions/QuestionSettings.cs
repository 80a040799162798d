using System.ComponentModel.DataAnnotations;
using Lyceum.Platform.Database;

namespace Lyceum.Assessment.Questions;

/// <summary>One of the answers to choose from. The id is stable: an answer refers to it, whatever the order on a learner's paper.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Feedback">Said afterwards to those who chose it.</param>
public sealed record QuestionOption([StringLength(40)] string Id, [StringLength(2000)] string Text, bool Correct, [StringLength(2000)] string? Feedback = null);

/// <summary>What a question needs beside its words; each type uses its own part and leaves the others empty.</summary>
/// <param name="Options">Single and multiple: 2 to 20.</param>
/// <param name="Answer">True or false: which.</param>
/// <param name="Accepted">Short answer: patterns, <c>*</c> for any run of characters.</param>
/// <param name="Value">Numeric: the right number.</param>
/// <param name="Tolerance">Numeric: how far off is still right, in the same unit.</param>
/// <param name="Unit">Numeric: the unit shown beside the field; a learner may write it or not.</param>
/// <param name="MinWords">Essay: words asked for at least.</param>
/// <param name="MaxWords">Essay: words asked for at most.</param>
/// <param name="Note">Essay: what those who mark should look for. Never shown to learners.</param>
public sealed record QuestionSettings(
    IReadOnlyList<QuestionOption>? Options = null, bool? Answer = null, IReadOnlyList<string>? Accepted = null,
    decimal? Value = null, decimal? Tolerance = null, [StringLength(40)] string? Unit = null,
    int? MinWords = null, int? MaxWords = null, [StringLength(5000)] string? Note = null);

/// <summary>What a learner answered: option ids, or text. True or false is the choice <c>true</c> or <c>false</c>.</summary>
public sealed record Answer(IReadOnlyList<string>? Choices = null, string? Text = null)
{
    /// <summary>Nothing chosen and nothing written.</summary>
    internal bool IsBlank() => (Choices is null || Choices.Count == 0) && string.IsNullOrWhiteSpace(Text);
}

/// <summary>What every question has: its type, words, worth, and what its type needs.</summary>
public sealed record QuestionContent(
    [Required, StringLength(30)] string Type, [Required, StringLength(20_000)] string Prompt, [Range(0.01, 1000)] decimal Points, [StringLength(20_000)] string Explanation, QuestionSettings Settings);

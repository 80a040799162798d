using System.Text;
using Lyceum.Platform;

namespace Lyceum.Assessment.Questions;

/// <summary>Rules that one answer and several answers share.</summary>
public abstract class ChoiceType : QuestionType
{
    private const int Most = 20;

    /// <inheritdoc/>
    public override IEnumerable<FieldError> Validate(QuestionSettings settings)
    {
        var options = settings.Options ?? [];
        if (options.Count < 2) yield return new("settings.options", "assessment.question.two_options");
        if (options.Count > Most) yield return new("settings.options", "assessment.question.too_many_options", ("max", Most));
        for (var i = 0; i < options.Count; i++)
            if (string.IsNullOrWhiteSpace(options[i].Text)) yield return new($"settings.options[{i}].text", "platform.field.required");
        if (options.Any(o => o.Id.Length is 0 or > 40 || !o.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))) yield return new("settings.options", "assessment.question.option_ids");
        if (options.Select(o => o.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count() < options.Count) yield return new("settings.options", "assessment.question.option_ids");
        if (options.Select(o => o.Text.Trim().Normalize(NormalizationForm.FormC).ToUpperInvariant()).Distinct(StringComparer.Ordinal).Count() < options.Count)
            yield return new("settings.options", "assessment.question.same_options");
        foreach (var error in ValidateCorrect(options.Count(o => o.Correct), options.Count)) yield return error;
    }

    /// <summary>What the number of right options must be.</summary>
    protected abstract IEnumerable<FieldError> ValidateCorrect(int correct, int all);

    /// <inheritdoc/>
    public override bool Accepts(QuestionSettings settings, Answer answer) =>
        string.IsNullOrEmpty(answer.Text) && answer.Choices is { } chosen && chosen.Distinct(StringComparer.Ordinal).Count() == chosen.Count
        && chosen.All(c => settings.Options!.Any(o => o.Id == c));

    /// <inheritdoc/>
    public override QuestionSettings Tidy(QuestionSettings settings)
    {
        var options = settings.Options ?? [];
        // A new option comes without an id and gets the first letter that is free; letters are enough for 20.
        var free = new Queue<string>(Enumerable.Range('a', 26).Select(c => ((char)c).ToString()).Where(id => options.All(o => o.Id != id)));
        return new QuestionSettings(
        [
            .. options.Select(o => o with
            {
                Id = o.Id.Length == 0 && free.TryDequeue(out var id) ? id : o.Id,
                Text = o.Text.Trim(),
                Feedback = string.IsNullOrWhiteSpace(o.Feedback) ? null : o.Feedback.Trim(),
            }),
        ]);
    }
}

/// <summary>One answer: all or nothing.</summary>
public sealed class SingleChoice : ChoiceType
{
    /// <inheritdoc/>
    public override string Name => "single";

    /// <inheritdoc/>
    protected override IEnumerable<FieldError> ValidateCorrect(int correct, int all)
    {
        if (correct != 1) yield return new("settings.options", "assessment.question.one_correct");
    }

    /// <inheritdoc/>
    public override bool Accepts(QuestionSettings settings, Answer answer) => base.Accepts(settings, answer) && answer.Choices!.Count <= 1;

    /// <inheritdoc/>
    protected override decimal Worth(QuestionSettings settings, Answer answer) => settings.Options!.Single(o => o.Id == answer.Choices![0]).Correct ? 1 : 0;
}

/// <summary>
/// Several answers: (right ones chosen − wrong ones chosen) ÷ right ones, never below 0. Choosing everything is worth nothing unless
/// the right ones outnumber the wrong ones.
/// </summary>
public sealed class MultipleChoice : ChoiceType
{
    /// <inheritdoc/>
    public override string Name => "multiple";

    /// <inheritdoc/>
    protected override IEnumerable<FieldError> ValidateCorrect(int correct, int all)
    {
        if (correct == 0) yield return new("settings.options", "assessment.question.some_correct");
        else if (correct == all && all > 0) yield return new("settings.options", "assessment.question.some_wrong");
    }

    /// <inheritdoc/>
    protected override decimal Worth(QuestionSettings settings, Answer answer)
    {
        var right = settings.Options!.Count(o => o.Correct);
        var chosenRight = settings.Options!.Count(o => o.Correct && answer.Choices!.Contains(o.Id));
        return Math.Max(0, chosenRight - (answer.Choices!.Count - chosenRight)) / (decimal)right;
    }
}

/// <summary>True or false.</summary>
public sealed class TrueOrFalse : QuestionType
{
    /// <inheritdoc/>
    public override string Name => "true_false";

    /// <inheritdoc/>
    public override IEnumerable<FieldError> Validate(QuestionSettings settings)
    {
        if (settings.Answer is null) yield return new("settings.answer", "platform.field.required");
    }

    /// <inheritdoc/>
    public override bool Accepts(QuestionSettings settings, Answer answer) => string.IsNullOrEmpty(answer.Text) && answer.Choices is [] or ["true" or "false"];

    /// <inheritdoc/>
    protected override decimal Worth(QuestionSettings settings, Answer answer) => answer.Choices![0] == (settings.Answer == true ? "true" : "false") ? 1 : 0;

    /// <inheritdoc/>
    public override QuestionSettings Tidy(QuestionSettings settings) => new(Answer: settings.Answer);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lyceum.Platform.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Lyceum.Platform.Ui;

/// <summary>
/// What every field of a form shares: a label, a hint, its errors, and the ids that tie them together for screen readers.
/// Names and values follow the framework's form binding, so a field works inside <c>EditForm</c> with <c>@bind-Value</c>.
/// </summary>
public abstract class LabelledInput<TValue> : InputBase<TValue>
{
    [Inject] private Texts Words { get; set; } = null!;

    /// <summary>What to enter; always visible.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>How to enter it, or why it is asked.</summary>
    [Parameter] public string? Hint { get; set; }

    /// <summary>Marked as “optional” beside the label; everything else is expected.</summary>
    [Parameter] public bool Optional { get; set; }

    /// <summary>The id of the control: its form name with dashes.</summary>
    protected string Id => IdOf(NameAttributeValue);

    /// <summary>What is wrong, in the reader's language.</summary>
    protected IReadOnlyList<string> Errors => Words.Problems(EditContext.GetValidationMessages(FieldIdentifier), Label);

    protected bool IsWrong => EditContext.GetValidationMessages(FieldIdentifier).Any();

    /// <summary>The ids of hint and errors; null when there is neither.</summary>
    protected string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', ((string?[])[Hint is null ? null : $"{Id}-hint", IsWrong ? $"{Id}-error" : null]).OfType<string>());
            return ids.Length == 0 ? null : ids;
        }
    }

    protected string Control(string css) => IsWrong ? $"{css} is-invalid" : css;

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        FormLabels.Of(EditContext).Add(FieldIdentifier, Label, Id);
    }

    internal static string IdOf(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    protected override bool TryParseValueFromString(string? value, [MaybeNullWhen(false)] out TValue result, [NotNullWhen(false)] out string? validationErrorMessage)
    {
        // Only the interactive runtime calls this with text of a reader; it keeps the invariant form that HTML controls send.
        var understood = BindConverter.TryConvertTo(value, CultureInfo.InvariantCulture, out result!);
        validationErrorMessage = understood ? null : "ui.error.unreadable";
        return understood;
    }

    protected override string? FormatValueAsString(TValue? value) => BindConverter.FormatValue(value, CultureInfo.InvariantCulture)?.ToString();
}

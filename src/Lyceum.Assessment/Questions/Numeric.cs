using System.Globalization;
using System.Text;
using Lyceum.Platform;

namespace Lyceum.Assessment.Questions;

/// <summary>
/// A number, right within a tolerance. Written with a point or a comma as decimal sign (never as thousands sign: 1,5 is one and a half),
/// in Latin, Arabic-Indic or Persian digits, with the unit or without; another unit is wrong, for 24 days are not 24 hours.
/// </summary>
public sealed class Numeric : QuestionType
{
    private const decimal Largest = 1_000_000_000_000_000m;

    /// <inheritdoc/>
    public override string Name => "numeric";

    /// <inheritdoc/>
    public override IEnumerable<FieldError> Validate(QuestionSettings settings)
    {
        if (settings.Value is not { } value) yield return new("settings.value", "platform.field.required");
        else if (Math.Abs(value) > Largest) yield return new("settings.value", "platform.field.range", ("min", -Largest), ("max", Largest));
        if (settings.Tolerance is < 0 or > Largest) yield return new("settings.tolerance", "platform.field.range", ("min", 0), ("max", Largest));
    }

    /// <inheritdoc/>
    public override bool Accepts(QuestionSettings settings, Answer answer) => answer.Choices is null or [] && (answer.Text?.Length ?? 0) <= 100;

    /// <inheritdoc/>
    protected override decimal Worth(QuestionSettings settings, Answer answer) =>
        Read(answer.Text!, settings.Unit) is { } number && Math.Abs(number) <= Largest * 2 && Math.Abs(number - settings.Value!.Value) <= (settings.Tolerance ?? 0) ? 1 : 0;

    /// <inheritdoc/>
    public override QuestionSettings Tidy(QuestionSettings settings) =>
        new(Value: settings.Value, Tolerance: settings.Tolerance ?? 0, Unit: string.IsNullOrWhiteSpace(settings.Unit) ? null : settings.Unit.Trim());

    /// <summary>The number a learner wrote; null when it cannot be read or carries another unit.</summary>
    internal static decimal? Read(string text, string? unit = null)
    {
        var plain = Latin(text);
        var end = 0;
        while (end < plain.Length && (char.IsAsciiDigit(plain[end]) || plain[end] is '.' or '+' or '-' || IsExponent(plain, end))) end++;
        var rest = plain[end..];
        if (rest.Length > 0 && !string.Equals(rest, Latin(unit ?? ""), StringComparison.OrdinalIgnoreCase)) return null;
        return decimal.TryParse(plain.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>An e between digits is ten to the power; “5 eV” is not.</summary>
    private static bool IsExponent(string text, int at) =>
        text[at] is 'e' or 'E' && at > 0 && char.IsAsciiDigit(text[at - 1]) && at + 1 < text.Length
        && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '+' or '-' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])));

    /// <summary>Latin digits, a point for every decimal sign, no white space; µ and μ, ² and 2 alike.</summary>
    private static string Latin(string text)
    {
        var latin = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format) continue;
            latin.Append(c switch
            {
                >= '\u0660' and <= '\u0669' => (char)('0' + (c - '\u0660')),
                >= '\u06F0' and <= '\u06F9' => (char)('0' + (c - '\u06F0')),
                ',' or '\u066B' or '\u060C' => '.',
                '\u2212' or '\u2013' => '-',
                _ => c,
            });
        }
        return latin.ToString();
    }
}

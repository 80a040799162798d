using System.Globalization;
using System.Text.RegularExpressions;

namespace Lyceum.Platform.Localization;

/// <summary>
/// Messages of validation in the reader's language. The annotations of .NET speak English only; their sentences are fixed, so each is
/// recognised and said again. A message that is itself a text key (<c>[Required(ErrorMessage = "admissions.apply.name-missing")]</c>) is that text.
/// </summary>
public sealed partial class Texts
{
    /// <summary>What is wrong with a field. <paramref name="label"/> is what the page calls it; null leaves the sentence to name it as the model does.</summary>
    public string Problem(string message, string? label)
    {
        if (message.Contains('.', StringComparison.Ordinal) && !message.Contains(' ', StringComparison.Ordinal) && Knows(message)) return this[message, ("label", label ?? "")];
        foreach (var (sentence, key) in Sentences)
        {
            var match = sentence.Match(message);
            if (!match.Success) continue;
            return this[key, ("label", label ?? match.Groups["label"].Value), ("min", Bound(match, "min")), ("max", Bound(match, "max"))];
        }
        return message;
    }

    /// <summary>What is wrong with one field. What could not be read is not also called missing.</summary>
    public IReadOnlyList<string> Problems(IEnumerable<string> messages, string label)
    {
        var all = messages.Distinct(StringComparer.Ordinal).ToList();
        var unreadable = all.Where(m => Unreadable().IsMatch(m)).ToList();
        return [.. (unreadable.Count > 0 ? unreadable : all).Select(m => Problem(m, label))];
    }

    private static readonly IReadOnlyList<(Regex Sentence, string Key)> Sentences =
    [
        (Required(), "ui.error.required"),
        (LengthBetween(), "ui.error.length-between"),
        (LengthAtMost(), "ui.error.length-at-most"),
        (LengthAtLeast(), "ui.error.length-at-least"),
        (Between(), "ui.error.between"),
        (Mail(), "ui.error.email"),
        (Address(), "ui.error.url"),
        (Pattern(), "ui.error.pattern"),
        (Same(), "ui.error.same"),
        (Unreadable(), "ui.error.unreadable"),
    ];

    private static object? Bound(Match match, string name) =>
        match.Groups[name] is { Success: true, Value: var text }
            ? decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : text
            : null;

    [GeneratedRegex("^The (?<label>.+) field is required\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Required();

    [GeneratedRegex("^The field (?<label>.+) must be a string with a minimum length of (?<min>\\d+) and a maximum length of (?<max>\\d+)\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex LengthBetween();

    [GeneratedRegex("^The field (?<label>.+) must be a string (or array type )?with a maximum length of '?(?<max>\\d+)'?\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex LengthAtMost();

    [GeneratedRegex("^The field (?<label>.+) must be a string (or array type )?with a minimum length of '?(?<min>\\d+)'?\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex LengthAtLeast();

    [GeneratedRegex("^The field (?<label>.+) must be between (?<min>\\S+) and (?<max>\\S+)\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Between();

    [GeneratedRegex("^The (?<label>.+) field is not a valid e-mail address\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Mail();

    [GeneratedRegex("^The (?<label>.+) field is not a valid fully-qualified http, https, or ftp URL\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Address();

    [GeneratedRegex("^The field (?<label>.+) must match the regular expression '.*'\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Pattern();

    [GeneratedRegex("^'(?<label>.+)' and '.+' do not match\\.$", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Same();

    [GeneratedRegex("^The value '.*' is not valid for '?(?<label>.+?)'?\\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 200)]
    private static partial Regex Unreadable();
}

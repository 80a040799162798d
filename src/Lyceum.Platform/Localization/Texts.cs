using System.Globalization;
using System.Text;

namespace Lyceum.Platform.Localization;

/// <summary>
/// What the house says in one language. Injected per request, in the reader's language; elsewhere from <see cref="TextCatalogue.For"/>.
/// Numbers and dates among the arguments are written as the language writes them. Immutable and safe to share.
/// </summary>
/// <example><c>T["learning.lessons", ("count", 3)]</c> is “3 lessons”: the argument <c>count</c> chooses the plural form.</example>
public sealed partial class Texts
{
    private const char Isolate = '\u2068', EndIsolate = '\u2069';
    private readonly TextCatalogue _catalogue;

    internal Texts(TextCatalogue catalogue, Language language) => (_catalogue, Language) = (catalogue, language);

    /// <summary>The language of these texts.</summary>
    public Language Language { get; }

    /// <summary>The text of a key; where this language has none the English one, where there is none the key itself.</summary>
    public string this[string key] => Format(key, []);

    /// <summary>The text of a key with its placeholders filled; one without an argument stays as <c>{name}</c>.</summary>
    public string this[string key, params (string Name, object? Value)[] args] => Format(key, args);

    /// <summary>Whether the key has a text.</summary>
    public bool Knows(string key) => _catalogue.Knows(key);

    /// <summary>The text cut at its placeholders, for a sentence that carries links: words, or the name of what stands there.</summary>
    public IEnumerable<(string Value, bool IsPlaceholder)> Pieces(string key, params (string Name, object? Value)[] args)
    {
        if (_catalogue.Find(Language, key) is not { } text) return [(key, false)];
        return text.For(Language, Count(args)).Select(p => p.IsPlaceholder && Argument(args, p.Value, out var value) ? (Write(value), false) : (p.Value, p.IsPlaceholder));
    }

    private string Format(string key, (string Name, object? Value)[] args)
    {
        if (_catalogue.Find(Language, key) is not { } text) return key;
        var pieces = text.For(Language, Count(args));
        if (pieces is [{ IsPlaceholder: false }]) return pieces[0].Value;
        var words = new StringBuilder();
        foreach (var piece in pieces)
        {
            if (!piece.IsPlaceholder) words.Append(piece.Value);
            else if (Argument(args, piece.Value, out var value)) words.Append(Write(value));
            else words.Append('{').Append(piece.Value).Append('}');
        }
        return words.ToString();
    }

    private string Write(object? value) => value switch
    {
        null => "",
        string words => Isolated(words),
        DateOnly date => Date(date),
        TimeOnly time => Time(time),
        TimeSpan duration => Duration(duration),
        LocalizedName name => Isolated(name.In(Language)),
        int or long or short or byte or decimal or double or float => Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        IFormattable other => other.ToString(null, Language.Culture),
        _ => Isolated(value.ToString() ?? ""),
    };

    /// <summary>A Latin name or code inside an Arabic sentence would pull punctuation and numbers beside it to its own side.</summary>
    private string Isolated(string words) => Language.RightToLeft && words.Any(char.IsAscii) ? $"{Isolate}{words}{EndIsolate}" : words;

    private static decimal? Count((string Name, object? Value)[] args) =>
        Argument(args, "count", out var value) && value is int or long or short or byte or decimal or double or float
            ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : null;

    private static bool Argument((string Name, object? Value)[] args, string name, out object? value)
    {
        foreach (var arg in args)
            if (string.Equals(arg.Name, name, StringComparison.Ordinal)) { value = arg.Value; return true; }
        value = null;
        return false;
    }
}

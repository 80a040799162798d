using System.Collections.Frozen;
using System.Text.Json;

namespace Lyceum.Platform.Localization;

/// <summary>A piece of a text: words as they stand, or the name of a placeholder.</summary>
internal readonly record struct Piece(string Value, bool IsPlaceholder);

/// <summary>One text of one language, cut once into words and placeholders; with plural forms where the number changes the words.</summary>
internal sealed class Template
{
    private readonly IReadOnlyList<Piece>? _only;
    private readonly FrozenDictionary<string, IReadOnlyList<Piece>>? _forms;

    private Template(IReadOnlyList<Piece>? only, FrozenDictionary<string, IReadOnlyList<Piece>>? forms) => (_only, _forms) = (only, forms);

    /// <summary>The names used anywhere in the text, in alphabetical order.</summary>
    internal IEnumerable<string> Placeholders =>
        (_only is null ? _forms!.Values.SelectMany(f => f) : _only).Where(p => p.IsPlaceholder).Select(p => p.Value).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The plural categories given; null for a text without.</summary>
    internal IEnumerable<string>? Categories => _forms?.Keys;

    internal static Template Read(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) return new Template(Cut(value.GetString()!), null);
        if (value.ValueKind != JsonValueKind.Object) throw new FormatException($"The text '{key}' is neither words nor plural forms.");
        var forms = value.EnumerateObject().ToFrozenDictionary(f => f.Name, IReadOnlyList<Piece> (f) => Cut(f.Value.GetString()!), StringComparer.Ordinal);
        if (!forms.ContainsKey(Plural.Other)) throw new FormatException($"The text '{key}' has no form 'other'.");
        return new Template(null, forms);
    }

    /// <summary>The pieces for a number; without plural forms the number does not matter.</summary>
    internal IReadOnlyList<Piece> For(Language language, decimal? count)
    {
        if (_only is not null) return _only;
        var category = count is { } n ? Plural.Category(language, n) : Plural.Other;
        return _forms!.GetValueOrDefault(category) ?? _forms![Plural.Other];
    }

    private static List<Piece> Cut(string text)
    {
        var pieces = new List<Piece>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) break;
            if (open > at) pieces.Add(new Piece(text[at..open], false));
            pieces.Add(new Piece(text[(open + 1)..close], true));
            at = close + 1;
        }
        if (at < text.Length) pieces.Add(new Piece(text[at..], false));
        return pieces;
    }
}

/// <summary>Which plural form a number takes: CLDR 46, "Language Plural Rules", cardinal, for the languages of the house.</summary>
internal static class Plural
{
    internal const string Other = "other";

    /// <summary>The categories a language distinguishes for whole numbers.</summary>
    internal static IReadOnlyList<string> Categories(Language language) =>
        language.Code == "ar" ? ["zero", "one", "two", "few", "many", Other] : ["one", Other];

    internal static string Category(Language language, decimal n)
    {
        if (language.Code != "ar") return n == 1 ? "one" : Other;
        if (n != decimal.Truncate(n)) return Other;
        return (Math.Abs(n), Math.Abs(n) % 100) switch
        {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, >= 3 and <= 10) => "few",
            (_, >= 11) => "many",
            _ => Other,
        };
    }
}

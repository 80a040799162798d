using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lyceum.Platform.Localization;

/// <summary>
/// Every text of the house in every language, read once from the files embedded in the modules (<c>Texts/en.json</c> and its twins).
/// A key is dotted and begins with its module's name. Immutable and safe to share.
/// </summary>
public sealed partial class TextCatalogue
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Template>> _byLanguage;
    private readonly FrozenDictionary<string, Texts> _texts;
    private readonly ConcurrentDictionary<(string Language, string Key), bool> _reported = new();
    private readonly ILogger _logger;

    /// <summary>Reads the texts of the assemblies given; a key that two of them claim is refused.</summary>
    public TextCatalogue(IEnumerable<Assembly> assemblies, ILogger<TextCatalogue>? logger = null)
    {
        _logger = logger ?? NullLogger<TextCatalogue>.Instance;
        var sources = assemblies.Distinct().ToList();
        _byLanguage = Language.All.ToFrozenDictionary(l => l.Code, l => Read(sources, l), StringComparer.Ordinal);
        _texts = Language.All.ToFrozenDictionary(l => l.Code, l => new Texts(this, l), StringComparer.Ordinal);
    }

    /// <summary>
    /// Whether a text that is missing throws instead of falling back to English and then to its key.
    /// The tests switch it on; people who use the school must never meet an exception for a word.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Every key known in any language, in order.</summary>
    public IEnumerable<string> Keys => _byLanguage.Values.SelectMany(t => t.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The texts in one language: for mail, documents and jobs, which have no request. The same object each time.</summary>
    public Texts For(Language language) => _texts[language.Code];

    /// <summary>Whether some language has the key.</summary>
    public bool Knows(string key) => _byLanguage.Values.Any(t => t.ContainsKey(key));

    /// <summary>What a reader of one language would miss: keys others have, plural forms and placeholders that differ from English. For tests.</summary>
    public IEnumerable<string> Gaps(Language language)
    {
        var mine = _byLanguage[language.Code];
        var english = _byLanguage[Language.English.Code];
        foreach (var key in Keys)
        {
            if (!mine.TryGetValue(key, out var text)) { yield return $"{language.Code}: '{key}' is missing"; continue; }
            if (!english.TryGetValue(key, out var model)) continue;
            if (!text.Placeholders.SequenceEqual(model.Placeholders) && text.Categories is null)
                yield return $"{language.Code}: '{key}' has placeholders {string.Join(", ", text.Placeholders)}, English has {string.Join(", ", model.Placeholders)}";
            if ((text.Categories is null) != (model.Categories is null)) yield return $"{language.Code}: '{key}' has plural forms in one language only";
            if (text.Categories is { } given)
                foreach (var category in Plural.Categories(language).Except(given)) yield return $"{language.Code}: '{key}' has no plural form '{category}'";
        }
    }

    internal Template? Find(Language language, string key)
    {
        if (_byLanguage[language.Code].TryGetValue(key, out var text)) return text;
        if (Strict) throw new KeyNotFoundException($"No text '{key}' in {language.Code}.");
        // Once per key: a missing word on a busy page must not fill the log.
        if (_reported.TryAdd((language.Code, key), true)) LogMissing(key, language.Code);
        return _byLanguage[Language.English.Code].GetValueOrDefault(key);
    }

    private static FrozenDictionary<string, Template> Read(List<Assembly> assemblies, Language language)
    {
        var texts = new Dictionary<string, Template>(StringComparer.Ordinal);
        foreach (var assembly in assemblies)
        {
            // Texts/en.json, or a file per feature: Texts/jobs/en.json.
            foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Texts.", StringComparison.Ordinal) && n.EndsWith($".{language.Code}.json", StringComparison.Ordinal)))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var file = JsonDocument.Parse(stream);
                foreach (var text in file.RootElement.EnumerateObject())
                    if (!texts.TryAdd(text.Name, Template.Read(text.Name, text.Value)))
                        throw new FormatException($"The text '{text.Name}' stands twice in {language.Code}; the second in {name}.");
            }
        }
        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [LoggerMessage(1, LogLevel.Warning, "No text {Key} in {Language}")]
    private partial void LogMissing(string key, string language);
}

using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lyceum.Platform.Localization;

namespace Lyceum.Tests.HouseRules;

/// <summary>Every word of the house exists in every language, and every key that the code names has words.</summary>
public sealed partial class TextsTests
{
    private static readonly string Source = Path.Combine(Root(), "src");

    [Fact]
    public void Every_text_exists_in_every_language_with_the_same_placeholders_and_all_plural_forms()
    {
        var catalogue = new TextCatalogue(Assemblies());

        Assert.NotEmpty(catalogue.Keys);
        Assert.Empty(Language.All.SelectMany(catalogue.Gaps));
    }

    [Fact]
    public void Every_key_in_the_sources_has_a_text()
    {
        var catalogue = new TextCatalogue(Assemblies());

        var unknown = SourceFiles().SelectMany(f => KeysIn(File.ReadAllText(f)).Where(k => !catalogue.Knows(k)).Select(k => $"{Path.GetRelativePath(Source, f)}: {k}"));

        Assert.Empty(unknown.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_begins_with_the_name_of_its_module()
    {
        var wrong =
            from file in Directory.EnumerateFiles(Source, "en.json", SearchOption.AllDirectories)
            where Path.GetFileName(Path.GetDirectoryName(file)) == "Texts" && !IsBuilt(file)
            let module = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!.Split('.').Last().ToLowerInvariant()
            from key in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject().Select(p => p.Name)
            let first = key.Split('.')[0]
            where first != module && !(module == "platform" && first == "ui")
            select $"{file}: {key}";

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("""<h1>@T["ui.no-such-text"]</h1>""")]
    [InlineData("""var words = texts["ui.no-such-text", ("count", 3)];""")]
    [InlineData("""<Say Key="ui.no-such-text" />""")]
    [InlineData("""add.Nav(new NavItem("learner", 10, "ui.no-such-text", "/x", "home", null));""")]
    public void A_key_without_a_text_is_found(string planted) =>
        Assert.Equal(["ui.no-such-text"], KeysIn(planted).Where(k => !new TextCatalogue(Assemblies()).Knows(k)));

    [Fact]
    public void A_missing_text_throws_where_tests_ask_for_it_and_falls_back_where_people_read()
    {
        Assert.Throws<KeyNotFoundException>(() => new TextCatalogue(Assemblies()) { Strict = true }.For(Language.Greek)["ui.no-such-text"]);
        Assert.Equal("ui.no-such-text", new TextCatalogue(Assemblies()).For(Language.Greek)["ui.no-such-text"]);
    }

    /// <summary>Keys named by a literal: an indexer of texts, a component's Key, a word of the sidebar. Keys put together at run time are not seen.</summary>
    internal static IEnumerable<string> KeysIn(string source) =>
        ((Regex[])[Indexer(), KeyAttribute(), Nav()]).SelectMany(r => r.Matches(source)).Select(m => m.Groups["key"].Value);

    private static IEnumerable<Assembly> Assemblies() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "Lyceum.*.dll")
            .Where(f => !Path.GetFileName(f).StartsWith("Lyceum.Tests", StringComparison.Ordinal))
            .Select(f => Assembly.Load(Path.GetFileNameWithoutExtension(f)));

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".razor" or ".cs" && !IsBuilt(f));

    private static bool IsBuilt(string file) => file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        || file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lyceum.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("Not inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("""(?<!///.*)\[\s*"(?<key>[a-z]+(\.[a-z0-9-]+)+)"\s*[\],]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Indexer();

    [GeneratedRegex("""(?<!///.*)<Say\s[^>]*\bKey="(?<key>[a-z]+(\.[a-z0-9-]+)+)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex KeyAttribute();

    [GeneratedRegex("""\.Nav\(new\s*(NavItem)?\s*\(\s*"[^"]*",\s*\d+,\s*"(?<key>[^"]+)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Nav();
}

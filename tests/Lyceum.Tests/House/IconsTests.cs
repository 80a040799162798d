using System.Text.RegularExpressions;

namespace Lyceum.Tests.HouseRules;

/// <summary>A picture that is not in the sprite would be an empty box that nobody notices in a review.</summary>
public sealed partial class IconsTests
{
    [Fact]
    public void Every_icon_in_the_sources_is_in_the_sprite()
    {
        var root = Root();
        var known = File.ReadAllLines(Path.Combine(root, "assets", "icons.txt")).ToHashSet(StringComparer.Ordinal);
        var used =
            from file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories)
            where Path.GetExtension(file) is ".razor" or ".cs" && !file.Contains("/obj/", StringComparison.Ordinal)
            from name in IconsIn(File.ReadAllText(file))
            where !known.Contains(name)
            select $"{Path.GetRelativePath(root, file)}: {name}";

        Assert.Empty(used);
    }

    [Fact]
    public void An_icon_outside_the_sprite_is_found() =>
        Assert.Equal(["a", "b", "c"], IconsIn("""@Icon.Draw(Assets, "a", turn: true) <EmptyState IconName="b" /> add.Nav(new("learner", 10, "x.y", "/z", "c", null));"""));

    private static IEnumerable<string> IconsIn(string source) =>
        ((Regex[])[Drawn(), Attribute(), Nav()]).SelectMany(r => r.Matches(source)).Select(m => m.Groups["name"].Value);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lyceum.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("Not inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("Icon\\.Draw\\(Assets, \"(?<name>[a-z0-9-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawn();

    [GeneratedRegex("IconName=\"(?<name>[a-z0-9-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("\\.Nav\\(new\\s*(NavItem)?\\s*\\(\\s*\"[^\"]*\",\\s*\\d+,\\s*\"[^\"]*\",\\s*\"[^\"]*\",\\s*\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nav();
}

using System.Text.RegularExpressions;

namespace Lyceum.Tests.HouseRules;

/// <summary>Our measures (style §2): short files, no names that say nothing.</summary>
public sealed partial class SizeTests
{
    [Fact]
    public void No_source_file_is_longer_than_400_lines_and_99_of_100_not_than_300()
    {
        var lengths = Source.Files("src", ".cs", ".razor").Select(f => (File: f, Lines: Source.Read(f).AsSpan().Count('\n'))).OrderByDescending(f => f.Lines).ToList();
        Assert.Empty(TooLong(lengths, 400));
        Assert.True(lengths.Count(f => f.Lines > 300) <= Math.Max(1, lengths.Count / 100), string.Join('\n', TooLong(lengths, 300)));
    }

    [Fact]
    public void No_test_file_is_longer_than_500_lines() =>
        Assert.Empty(TooLong(Source.Files("tests", ".cs").Select(f => (f, Source.Read(f).AsSpan().Count('\n'))), 500));

    [Fact]
    public void A_planted_long_file_is_found() => Assert.NotEmpty(TooLong([("x.cs", 401)], 400));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Assert.Empty(Source.Files("src", ".cs").SelectMany(f => Hollow(f, Source.Read(f))));

    [Fact]
    public void A_planted_hollow_name_is_found() => Assert.NotEmpty(Hollow("x.cs", "public sealed class CourseManager"));

    [Fact]
    public void No_file_names_a_registry_or_a_path_of_one_machine() =>
        Assert.Equal([], Source.Files(".", ".cs", ".razor", ".md", ".json", ".mjs", ".js", ".sh", ".csproj", ".props", ".targets")
            .Where(f => !f.StartsWith(".git", StringComparison.Ordinal) && Foreign().IsMatch(Source.Read(f)) && !f.EndsWith("SizeTests.cs", StringComparison.Ordinal)));

    private static IEnumerable<string> TooLong(IEnumerable<(string File, int Lines)> files, int most) => files.Where(f => f.Lines > most).Select(f => $"{f.Lines} {f.File}");

    private static IEnumerable<string> Hollow(string file, string text) => HollowName().Matches(text).Select(m => $"{file}: {m.Value}");

    [GeneratedRegex(@"\b(?:class|record|struct|interface)\s+(?:\w*(?:Manager|Helper|Helpers|Utils|Util|Dto)|Base\w+|I\w+Service)\b", RegexOptions.None, 1000)]
    private static partial Regex HollowName();

    [GeneratedRegex(@"registry\.npmjs\.org|api\.nuget\.org|deb\.debian\.org|/work/main", RegexOptions.None, 1000)]
    private static partial Regex Foreign();
}

using System.Text.RegularExpressions;

namespace Lyceum.Learning.Outlines;

/// <summary>What can be said of a Markdown text without rendering it.</summary>
internal static partial class LessonTextScan
{
    /// <summary>A picture without words is nothing to those who cannot see it.</summary>
    public static bool HasPictureWithoutWords(string body) => WordlessPicture.IsMatch(body);

    [GeneratedRegex(@"!\[\s*\]\(", RegexOptions.None, 1000)]
    private static partial Regex WordlessPicture { get; }
}

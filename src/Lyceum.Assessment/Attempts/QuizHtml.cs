using Lyceum.Assessment.Questions;
using Lyceum.Learning.Lessons;

namespace Lyceum.Assessment.Attempts;

/// <summary>The words of a question as HTML, through Learning's sanitiser. A version that was given to an attempt never changes, so it is rendered once.</summary>
internal static class QuizHtml
{
    public static string Prompt(this LessonText text, QuestionVersion version) => text.Render(version.Id, 1, version.Prompt);

    public static string Explanation(this LessonText text, QuestionVersion version) => version.Explanation.Length == 0 ? "" : text.Render(version.Id, 2, version.Explanation);

    /// <summary>The words of an option stand inside a label, so a lone paragraph gives up its frame.</summary>
    public static string Option(this LessonText text, QuestionVersion version, QuestionOption option)
    {
        var place = version.Settings.Options!.ToList().IndexOf(option);
        return Inline(text.Render(version.Id, 100 + place, option.Text));
    }

    public static string Inline(string html)
    {
        var trimmed = html.Trim();
        return trimmed.StartsWith("<p>", StringComparison.Ordinal) && trimmed.EndsWith("</p>", StringComparison.Ordinal) && trimmed.LastIndexOf("<p>", StringComparison.Ordinal) == 0 ? trimmed[3..^4] : trimmed;
    }
}

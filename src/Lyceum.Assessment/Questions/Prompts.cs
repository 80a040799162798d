namespace Lyceum.Assessment.Questions;

/// <summary>Questions in lists.</summary>
internal static class Prompts
{
    private const int Most = 120;

    /// <summary>Enough to know a question by, and whole words; only a long case is cut.</summary>
    public static string Short(string prompt) => prompt.Length <= Most ? prompt : prompt[..(prompt.LastIndexOf(' ', Most) is > 0 and var end ? end : Most)] + "…";
}

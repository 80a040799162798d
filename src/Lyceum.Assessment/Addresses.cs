namespace Lyceum.Assessment;

/// <summary>The addresses of Assessment's pages. Slugs may carry letters of any script; they are escaped here, once.</summary>
internal static class Addresses
{
    public const string Grades = "/grades";

    public static string Plan(string course, string section) => $"/courses/{E(course)}/{E(section)}";

    public static string Quiz(string course, string section, Guid lesson) => $"{Plan(course, section)}/quizzes/{lesson}";

    public static string Attempt(string course, string section, Guid lesson, Guid attempt) => $"{Quiz(course, section, lesson)}/attempts/{attempt}";

    public static string Result(string course, string section, Guid lesson, Guid attempt) => $"{Attempt(course, section, lesson, attempt)}/result";

    public static string Editor(string course, Guid lesson) => $"/courses/{E(course)}/edit/quizzes/{lesson}";

    public static string Taught(string course, string section) => $"/teach/{E(course)}/{E(section)}/quizzes";

    public static string Marking(string course, string section) => $"/teach/{E(course)}/{E(section)}/marking";

    private static string E(string word) => Uri.EscapeDataString(word);
}

namespace Lyceum.Learning;

/// <summary>The addresses of Learning's pages. Slugs may carry letters of any script; they are escaped here, once.</summary>
internal static class Addresses
{
    public static string Plan(string course, string section) => $"/courses/{E(course)}/{E(section)}";

    public static string History(string course, string section) => $"{Plan(course, section)}/progress";

    public static string Lesson(string course, string section, Guid id) => $"/courses/{E(course)}/{E(section)}/lessons/{id}";

    public static string Preview(string course, Guid id) => $"/catalogue/{E(course)}/lessons/{id}";

    public static string Editor(string course) => $"/courses/{E(course)}/edit";

    public static string LessonEditor(string course, Guid id) => $"/courses/{E(course)}/edit/lessons/{id}";

    public static string Progress(string course, string section) => $"/teach/{E(course)}/{E(section)}/progress";

    public const string Certificates = "/record/certificates";

    public static string E(string word) => Uri.EscapeDataString(word);
}

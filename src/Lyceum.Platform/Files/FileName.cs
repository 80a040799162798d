using System.Globalization;
using System.Text;

namespace Lyceum.Platform.Files;

/// <summary>Makes a name that came with a file one that may be shown and downloaded under.</summary>
internal static class FileName
{
    private const int Longest = 200;

    /// <summary>
    /// The last part of a path, NFC, without control characters and without the invisible ones that turn the direction of what is read
    /// (<c>txt.exe</c> shown as <c>exe.txt</c>); at most 200 characters, the extension kept. Empty becomes <c>file</c>.
    /// </summary>
    public static string Clean(string? given)
    {
        var name = Normalised(given ?? "");
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) continue;
            text.Append(char.IsWhiteSpace(c) ? ' ' : c);
        }
        name = text.ToString().Trim(' ', '.');
        if (name.Length == 0) return "file";
        if (name.Length <= Longest) return name;
        var extension = ExtensionOf(name) is { Length: > 0 and <= 10 } e ? "." + e : "";
        var end = Longest - extension.Length;
        if (char.IsHighSurrogate(name[end - 1])) end--;
        return name[..end].TrimEnd(' ', '.') + extension;
    }

    /// <summary>Lower-case, without the dot; empty where there is none.</summary>
    public static string ExtensionOf(string name) =>
        name.LastIndexOf('.') is var dot and >= 0 && dot < name.Length - 1 ? name[(dot + 1)..].ToLowerInvariant() : "";

    private static string Normalised(string name)
    {
        // Lone surrogates are not text and cannot be normalised; they become U+FFFD on the way through UTF-8.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
        return text.Normalize(NormalizationForm.FormC);
    }
}

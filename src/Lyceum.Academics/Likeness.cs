namespace Lyceum.Academics;

/// <summary>What somebody typed into a search, as a pattern of LIKE that finds it anywhere; its own signs are taken literally.</summary>
internal static class Likeness
{
    public static string? Of(string? typed) => string.IsNullOrWhiteSpace(typed) ? null
        : $"%{typed.Trim().Replace("\0", "", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}

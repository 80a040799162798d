using Lyceum.Platform.Localization;

namespace Lyceum.Academics;

/// <summary>Three boxes of a form and the name they make.</summary>
internal static class NameEntry
{
    public static LocalizedName? Of(string? en, string? el, string? ar)
    {
        var name = new LocalizedName(Clean(en), Clean(el), Clean(ar));
        return name.IsEmpty ? null : name;
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

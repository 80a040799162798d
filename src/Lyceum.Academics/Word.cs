namespace Lyceum.Academics;

/// <summary>
/// A state or level in an address, as the API writes it: <c>advanced</c>. The framework's own binding knows only the spelling of the code.
/// </summary>
internal static class Word
{
    /// <summary>False when the word is none of the kind; nothing given is null and true.</summary>
    public static bool Read<TEnum>(string? word, out TEnum? value) where TEnum : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(word)) return true;
        if (!char.IsLetter(word[0]) || !Enum.TryParse<TEnum>(word, ignoreCase: true, out var found)) return false;
        value = found;
        return true;
    }
}

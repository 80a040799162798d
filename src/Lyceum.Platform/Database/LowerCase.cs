using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lyceum.Platform.Database;

/// <summary>Enums stand in the database as snake_case words, so that a person reading the table and a CHECK constraint understand them.</summary>
public sealed class LowerCase<TEnum>() : ValueConverter<TEnum, string>(v => Write(v), s => Read(s)) where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Words = Enum.GetValues<TEnum>().ToDictionary(v => v, v => SnakeCase.Of(v.ToString()));
    private static readonly Dictionary<string, TEnum> Values = Words.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    private static string Write(TEnum value) => Words[value];

    private static TEnum Read(string word) => Values[word];
}

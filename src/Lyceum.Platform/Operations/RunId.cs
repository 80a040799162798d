using System.Security.Cryptography;

namespace Lyceum.Platform.Operations;

/// <summary>Ids of runs: 26 Crockford characters that sort by time and can be read over the telephone (no I, L, O, U).</summary>
public static class RunId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>48 bits of milliseconds since 1970, then 80 random bits.</summary>
    public static string New(DateTimeOffset at)
    {
        var value = ((UInt128)(ulong)at.ToUnixTimeMilliseconds() << 80) | (((UInt128)RandomNumberGenerator.GetInt32(1 << 16) << 64) | BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        return string.Create(26, value, static (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5) text[i] = Alphabet[(int)(rest & 31)];
        });
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Lyceum.Identity;

/// <summary>Random tokens and the hashes under which they are stored. 256 bits, so that a plain SHA-256 cannot be guessed backwards.</summary>
internal static class Secret
{
    /// <summary>43 characters of base64url with an optional prefix that tells scanners what leaked.</summary>
    public static string New(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Six digits, evenly distributed.</summary>
    public static string Digits() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

    public static bool Same(byte[]? stored, byte[] given) => stored is not null && CryptographicOperations.FixedTimeEquals(stored, given);
}

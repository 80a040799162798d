using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lyceum.Identity.SecondStep;

/// <summary>
/// Time-based one-time passwords, RFC 6238 with HMAC-SHA1, 30-second steps and six digits: what every authenticator app speaks.
/// One step of drift either way is accepted (§5.2), so a code lives at most 90 seconds.
/// </summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>160 bits in base32 (RFC 4226 §4 R6), as apps take it.</summary>
    public static string NewSecret() => Base32(RandomNumberGenerator.GetBytes(20));

    public static string Code(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
#pragma warning disable CA5350   // SHA-1 is the algorithm of the standard; HMAC does not rest on its collision resistance
        HMACSHA1.HashData(FromBase32(secret), counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[19] & 0xf)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / 30;

    /// <summary>The step whose code this is, newer than <paramref name="last"/>; null when it is none of them.</summary>
    public static long? Match(string secret, string code, DateTimeOffset now, long last)
    {
        var typed = Encoding.ASCII.GetBytes(code);
        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), typed) && step > last) found ??= step;
        return found;
    }

    /// <summary>What the QR code says (Key Uri Format of the authenticator apps).</summary>
    public static string Uri(string institution, string email, string secret) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(institution)}:{System.Uri.EscapeDataString(email)}?secret={secret}&issuer={System.Uri.EscapeDataString(institution)}&algorithm=SHA1&digits=6&period=30";

    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (buffer, bits) = ((buffer << 8) | b, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var c in text)
        {
            (buffer, bits) = ((buffer << 5) | Alphabet.IndexOf(c, StringComparison.Ordinal), bits + 5);
            if (bits < 8) continue;
            bytes.Add((byte)(buffer >> (bits - 8)));
            (buffer, bits) = (buffer & ((1 << (bits - 8)) - 1), bits - 8);
        }
        return [.. bytes];
    }
}

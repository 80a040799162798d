using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;

namespace Lyceum.Platform.Files;

/// <summary>
/// Short-lived signed addresses on the content origin. A room that lets somebody see a file makes one; whoever has it may read the content until it ends,
/// without a session. The end is rounded up to the quarter hour, so that within it the address stays the same and browsers can keep what they fetched.
/// </summary>
public sealed class FileLinks(KeyRing keys, Origins origins, TimeProvider clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    private const int MacLength = 32;
    private const int HashLength = 32;
    private const int FixedLength = HashLength + 4 + 1 + 1;

    /// <summary>The address of the content, shown by the browser where its type can be.</summary>
    public string For(FileView file, TimeSpan? lasts = null) => For(file.Hash, file.Name, file.MediaType, lasts ?? Step);

    /// <summary>The address of the content for at least <paramref name="lasts"/> and less than a quarter hour more. <paramref name="download"/> has the browser save it under the name.</summary>
    public string For(string hash, string name, string mediaType, TimeSpan lasts, bool download = false)
    {
        var end = (uint)Math.Ceiling((clock.GetUtcNow() + lasts - DateTimeOffset.UnixEpoch) / Step);
        var type = Encoding.ASCII.GetBytes(mediaType);
        var label = Encoding.UTF8.GetBytes(name);
        var token = new byte[FixedLength + type.Length + label.Length + MacLength];
        Convert.FromHexString(hash).CopyTo(token, 0);
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(HashLength), end);
        token[HashLength + 4] = download ? (byte)1 : (byte)0;
        token[HashLength + 5] = checked((byte)type.Length);
        type.CopyTo(token, FixedLength);
        label.CopyTo(token, FixedLength + type.Length);
        Mac(token.AsSpan(0, token.Length - MacLength), token.AsSpan(token.Length - MacLength));
        return $"{origins.Content}/f/{Base64Url.EncodeToString(token)}";
    }

    /// <summary>What a token stands for: not found when it is not one of ours to the last bit, gone when its time is over.</summary>
    internal Result<FileGrant> Read(string token)
    {
        if (token.Length > 4096 || !Base64Url.IsValid(token)) return FileErrors.NotFound;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length < FixedLength + MacLength || Base64Url.EncodeToString(bytes) != token) return FileErrors.NotFound;
        var body = bytes.AsSpan(0, bytes.Length - MacLength);
        Span<byte> mac = stackalloc byte[MacLength];
        Mac(body, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(body.Length))) return FileErrors.NotFound;

        var end = DateTimeOffset.UnixEpoch + BinaryPrimitives.ReadUInt32BigEndian(body[HashLength..]) * Step;
        if (end <= clock.GetUtcNow()) return FileErrors.LinkOver;
        var typeLength = body[HashLength + 5];
        return new FileGrant(
            Convert.ToHexStringLower(body[..HashLength]), Encoding.ASCII.GetString(body.Slice(FixedLength, typeLength)), Encoding.UTF8.GetString(body[(FixedLength + typeLength)..]),
            body[HashLength + 4] == 1, end - clock.GetUtcNow());
    }

    private void Mac(ReadOnlySpan<byte> body, Span<byte> mac) => HMACSHA256.HashData(keys.SigningKey("file-links"), body, mac);
}

/// <summary>What a signed link allows.</summary>
internal sealed record FileGrant(string Hash, string MediaType, string Name, bool Download, TimeSpan Left);

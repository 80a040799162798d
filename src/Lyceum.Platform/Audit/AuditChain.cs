using System.Security.Cryptography;

namespace Lyceum.Platform.Audit;

/// <summary>The rule of the chain: each hash is SHA-256 of the one before followed by the entry's bytes (<c>platform.audit_bytes</c>); the first follows 32 zero bytes.</summary>
internal static class AuditChain
{
    public static readonly byte[] Start = new byte[32];

    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }
}

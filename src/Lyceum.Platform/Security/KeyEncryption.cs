using System.Security.Cryptography;
using Lyceum.Platform.Files;
using Microsoft.Extensions.Configuration;

namespace Lyceum.Platform.Security;

/// <summary>
/// The key-encryption key: what stands in the database as a key is worthless without it, so that a copied dump opens no session and signs no link.
/// From <c>LYCEUM_KEK</c> (32 bytes in base64), from the file <c>LYCEUM_KEK_FILE</c> names, or from <c>secrets/kek</c> in the data folder, made on
/// first use with mode 0600. Several nodes must be given the same one.
/// </summary>
public sealed class KeyEncryption
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _key;

    internal KeyEncryption(byte[] key)
    {
        if (key.Length != 32) throw new InvalidOperationException("The key-encryption key must be 32 bytes in base64 (LYCEUM_KEK, LYCEUM_KEK_FILE).");
        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData(key))[..8];
    }

    /// <summary>Eight hex digits that tell one key from another and nothing about it.</summary>
    public string Id { get; }

    internal static KeyEncryption From(IConfiguration configuration, Func<DataFolder> folder)
    {
        if (configuration["LYCEUM_KEK"] is { Length: > 0 } given) return new KeyEncryption(Convert.FromBase64String(given.Trim()));
        if (configuration["LYCEUM_KEK_FILE"] is { Length: > 0 } file) return Read(file);
        var own = Path.Combine(folder().Secrets, "kek");
        if (!File.Exists(own)) Make(own);
        return Read(own);
    }

    /// <summary>AES-256-GCM: <c>key id . nonce, tag and ciphertext in base64</c>.</summary>
    internal string Wrap(ReadOnlySpan<byte> secret)
    {
        Span<byte> box = new byte[NonceLength + TagLength + secret.Length];
        RandomNumberGenerator.Fill(box[..NonceLength]);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(box[..NonceLength], secret, box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength));
        return $"{Id}.{Convert.ToBase64String(box)}";
    }

    /// <exception cref="CryptographicException">Wrapped with another key, or damaged.</exception>
    internal byte[] Unwrap(string wrapped)
    {
        var dot = wrapped.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || wrapped[..dot] != Id)
            throw new CryptographicException($"A stored key is wrapped with the key-encryption key {(dot < 0 ? "?" : wrapped[..dot])}, but this process has {Id}: give it the right one (LYCEUM_KEK_FILE).");
        var box = Convert.FromBase64String(wrapped[(dot + 1)..]);
        if (box.Length < NonceLength + TagLength) throw new CryptographicException("A stored key is damaged.");
        var secret = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), secret);
        return secret;
    }

    private static KeyEncryption Read(string file) => new(Convert.FromBase64String(File.ReadAllText(file).Trim()));

    private static void Make(string path)
    {
        var home = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var draft = $"{path}.{Guid.CreateVersion7():n}";
        using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
            file.Flush(flushToDisk: true);
        }
        try
        {
            // Web server and worker may start together: the first name wins whole, the other reads it.
            File.Move(draft, path, overwrite: false);
            Durable.Folder(home);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lyceum.Tests.Identity;

/// <summary>Where an authenticator or a browser does not tell the truth; what is null is as it should be.</summary>
internal sealed record Lies
{
    public string? Origin { get; init; }
    public string? Site { get; init; }
    public string? Challenge { get; init; }
    public string? Type { get; init; }
    public bool CrossOrigin { get; init; }
    public bool Unverified { get; init; }
    public bool Absent { get; init; }
    public uint? Count { get; init; }
    public bool Tampered { get; init; }
    public byte[]? Id { get; init; }
    public string? Handle { get; init; }
    public bool NoHandle { get; init; }
    public byte[]? Object { get; init; }
    public string? Transport { get; init; }
}

/// <summary>
/// A passkey in software, written from WebAuthn Level 3 (§6.1 authenticator data, §6.5.4 attestation object) and RFC 9053 (COSE keys), so that it shares nothing with the library that reads it.
/// </summary>
internal sealed class Authenticator(string origin, bool rsa = false) : IDisposable
{
    private readonly ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA? rs = rsa ? RSA.Create(2048) : null;
    private string handle = "";

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    public uint Count { get; set; } = 1;

    /// <summary>What the browser would send for <c>navigator.credentials.create</c>.</summary>
    public JsonObject Make(JsonNode options, Lies? lies = null)
    {
        lies ??= new Lies();
        handle = Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)options["user"]!["id"]!));
        byte[] data = [.. Data((string)options["rp"]!["id"]!, 0x40, lies), .. new byte[16], (byte)(Id.Length >> 8), (byte)Id.Length, .. Id, .. PublicKey()];
        byte[] made = lies.Object ?? [0xa3, .. Word("fmt"), .. Word("none"), .. Word("attStmt"), 0xa0, .. Word("authData"), 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return Credential(lies, new JsonObject
        {
            ["clientDataJSON"] = ClientData("webauthn.create", options, lies),
            ["attestationObject"] = Base64Url.EncodeToString(made),
            ["transports"] = new JsonArray(lies.Transport ?? "internal"),
        });
    }

    /// <summary>What the browser would send for <c>navigator.credentials.get</c>.</summary>
    public JsonObject Answer(JsonNode options, Lies? lies = null)
    {
        lies ??= new Lies();
        Count++;
        var client = ClientData("webauthn.get", options, lies);
        var data = Data((string)options["rpId"]!, 0, lies);
        byte[] signed = [.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))];
        var signature = rs?.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? ec.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (lies.Tampered) signature[^1] ^= 1;
        var response = new JsonObject { ["clientDataJSON"] = client, ["authenticatorData"] = Base64Url.EncodeToString(data), ["signature"] = Base64Url.EncodeToString(signature) };
        if (!lies.NoHandle) response["userHandle"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lies.Handle ?? handle));
        return Credential(lies, response);
    }

    public void Dispose()
    {
        ec.Dispose();
        rs?.Dispose();
    }

    private JsonObject Credential(Lies lies, JsonObject response)
    {
        var id = Base64Url.EncodeToString(lies.Id ?? Id);
        return new JsonObject { ["id"] = id, ["rawId"] = id, ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(), ["response"] = response };
    }

    private string ClientData(string type, JsonNode options, Lies lies) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = lies.Type ?? type, ["challenge"] = lies.Challenge ?? (string)options["challenge"]!, ["origin"] = lies.Origin ?? origin, ["crossOrigin"] = lies.CrossOrigin,
    }));

    private byte[] Data(string site, byte flags, Lies lies)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, lies.Count ?? Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(lies.Site ?? site)), (byte)(flags | (lies.Absent ? 0 : 1) | (lies.Unverified ? 0 : 4)), .. count];
    }

    private byte[] PublicKey()
    {
        if (rs is not null)
        {
            var p = rs.ExportParameters(false);
            return [0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00, .. p.Modulus!, 0x21, 0x43, .. p.Exponent!];
        }
        var q = ec.ExportParameters(false).Q;
        return [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. q.X!, 0x22, 0x58, 0x20, .. q.Y!];
    }

    private static byte[] Word(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];
}

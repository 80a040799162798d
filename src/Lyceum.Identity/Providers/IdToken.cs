using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lyceum.Identity.Providers;

/// <summary>What an ID token has to be. Times are compared with the house's clock.</summary>
internal sealed record IdTokenRules(string Issuer, string ClientId, string Nonce, IReadOnlyList<SecurityKey> Keys, DateTimeOffset Now);

/// <summary>A token that was right, or which check failed.</summary>
internal sealed record IdTokenReading(string? Subject, JsonElement Claims, string? Fault)
{
    public static IdTokenReading Wrong(string fault) => new(null, default, fault);
}

/// <summary>
/// The checks of OpenID Connect Core §3.1.3.7. Signature, key, issuer, audience and algorithm are the library's; nonce, azp, subject and at_hash it leaves to its
/// caller, and its idea of now is not ours.
/// </summary>
internal static class IdToken
{
    private const int Longest = 32_768;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // A list of what is allowed, not of what is not: no “none”, and nothing symmetric, where the client's secret or the public key itself would sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Longest };

    /// <summary>Whether one of these algorithms can be checked here.</summary>
    public static bool Knows(IEnumerable<string> algorithms) => algorithms.Intersect(Algorithms, StringComparer.Ordinal).Any();

    /// <summary>Whether the key that is said to have signed it is none of these.</summary>
    public static bool IsOfUnknownKey(string token, IReadOnlyList<SecurityKey> keys) => Read(token) is { Kid: { Length: > 0 } kid } && keys.All(k => !string.Equals(k.KeyId, kid, StringComparison.Ordinal));

    public static async Task<IdTokenReading> Check(string text, string? accessToken, IdTokenRules rules)
    {
        if (Read(text) is not { } token) return IdTokenReading.Wrong("not a token");
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal)) return IdTokenReading.Wrong("algorithm");
        if (IsOfUnknownKey(text, rules.Keys)) return IdTokenReading.Wrong("unknown key");
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = rules.Issuer,
            ValidAudience = rules.ClientId,
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = rules.Keys,
            // A key id is optional while there is one key (Core §10.1); with one, only that key counts.
            TryAllIssuerSigningKeys = string.IsNullOrEmpty(token.Kid) && rules.Keys.Count == 1,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until, rules.Now),
        });
        if (!result.IsValid) return IdTokenReading.Wrong(Words(result.Exception));

        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = payload.RootElement.Clone();
        if (!Says(claims, "nonce", rules.Nonce)) return IdTokenReading.Wrong("nonce");
        var azp = claims.TryGetProperty("azp", out _);
        if (azp ? !Says(claims, "azp", rules.ClientId) : token.Audiences.Skip(1).Any()) return IdTokenReading.Wrong("authorized party");
        if (claims.TryGetProperty("at_hash", out _) && (accessToken is null || !Says(claims, "at_hash", HashOf(accessToken, token.Alg)))) return IdTokenReading.Wrong("hash of the access token");
        var subject = token.Subject;
        if (string.IsNullOrEmpty(subject) || subject.Length > 255 || subject.Any(char.IsControl)) return IdTokenReading.Wrong("subject");
        return new IdTokenReading(subject, claims, null);
    }

    private static JsonWebToken? Read(string text)
    {
        if (text.Length > Longest || text.Count(c => c == '.') != 2) return null;
        try
        {
            return Handler.ReadJsonWebToken(text);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or FormatException or JsonException)
        {
            return null;
        }
    }

    private static bool IsNow(DateTime? from, DateTime? until, DateTimeOffset now) =>
        until is { } end && now.UtcDateTime < end + Skew && (from is not { } begin || now.UtcDateTime >= begin - Skew);

    private static bool Says(JsonElement claims, string name, string expected) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Secret.Same(Secret.Hash(expected), Secret.Hash(value.GetString()!));

    /// <summary>Core §3.1.3.6: the left half of the hash that belongs to the token's algorithm.</summary>
    private static string HashOf(string accessToken, string algorithm)
    {
        var bytes = Encoding.ASCII.GetBytes(accessToken);
        var hash = algorithm[^3..] switch { "384" => SHA384.HashData(bytes), "512" => SHA512.HashData(bytes), _ => SHA256.HashData(bytes) };
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    private static string Words(Exception? fault) => fault switch
    {
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "lifetime",
        SecurityTokenInvalidAlgorithmException => "algorithm",
        SecurityTokenInvalidSignatureException => "signature",   // also of a key that is not found
        _ => fault?.GetType().Name ?? "unknown",
    };
}

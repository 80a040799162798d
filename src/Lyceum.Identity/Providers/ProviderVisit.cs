using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Lyceum.Identity.Providers;

/// <summary>
/// One way to the provider and back: what has to come back (state, nonce), what only this browser can show (the verifier of PKCE), and where to go then. It lies in a cookie
/// of the browser, protected by the key ring, so that a stranger who presses the button ten thousand times writes no row; that it is used once is a row (<c>provider_returns</c>).
/// </summary>
internal sealed record ProviderVisit(string State, string Nonce, string Verifier, string Issuer, string Return, DateTimeOffset ExpiresAt)
{
    /// <summary>Time to type a password and a code over there.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public static ProviderVisit Begin(string issuer, string @return, DateTimeOffset now) => new(Secret.New(), Secret.New(), Secret.New(), issuer, @return, now + Life);

    /// <summary>RFC 7636 §4.2, S256.</summary>
    public string Challenge => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public string ToCookie(IDataProtectionProvider ring) => Protector(ring).Protect(JsonSerializer.Serialize(this));

    /// <summary>The visit this browser began, if it is the one that comes back and not too old.</summary>
    public static ProviderVisit? Of(string? cookie, string? state, IDataProtectionProvider ring, DateTimeOffset now)
    {
        if (cookie is null || string.IsNullOrEmpty(state)) return null;
        try
        {
            var visit = JsonSerializer.Deserialize<ProviderVisit>(Protector(ring).Unprotect(cookie));
            return visit is not null && now < visit.ExpiresAt && Secret.Same(Secret.Hash(visit.State), Secret.Hash(state)) ? visit : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider ring) => ring.CreateProtector("identity.provider.visit");
}

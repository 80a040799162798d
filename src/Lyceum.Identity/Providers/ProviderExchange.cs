using System.Text.Json;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Lyceum.Identity.Providers;

/// <summary>The two ends of the code flow (RFC 6749 §4.1 with PKCE, OpenID Connect Core §3.1): where a browser is sent, and what its code is worth. Holds no transaction.</summary>
internal sealed class ProviderExchange(ProviderWire wire, ProviderDirectory directory, Origins origins, TimeProvider clock)
{
    public const string ReturnPath = "/sign-in/provider/return";

    /// <summary>What the school has to be registered with at the provider.</summary>
    public string ReturnAddress => origins.Main + ReturnPath;

    /// <summary>Where the browser goes; null while the provider is away.</summary>
    public async Task<string?> Leave(ProviderClient client, ProviderVisit visit, string language, CancellationToken ct)
    {
        if (await directory.Find(client.Issuer, ct) is not { } facts) return null;
        return QueryHelpers.AddQueryString(facts.About.AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = client.ClientId,
            ["redirect_uri"] = ReturnAddress,
            ["scope"] = "openid email profile",
            ["state"] = visit.State,
            ["nonce"] = visit.Nonce,
            ["code_challenge"] = visit.Challenge,
            ["code_challenge_method"] = "S256",
            ["ui_locales"] = language,
        });
    }

    /// <summary>Who came back with this code.</summary>
    public async Task<ProviderAnswer> Redeem(ProviderClient client, ProviderVisit visit, string code, CancellationToken ct)
    {
        if (await directory.Find(client.Issuer, ct) is not { } facts) return ProviderAnswer.Away;
        var answer = await Token(client, visit, code, facts, ct);
        if (answer.Fault != WireFault.None) return Failed("token endpoint", answer);
        using var tokens = Json(answer.Body);
        if (tokens is null || Vouched.Text(tokens.RootElement, "id_token", int.MaxValue) is not { } idToken) return ProviderAnswer.Wrong("no ID token");
        var accessToken = Vouched.Text(tokens.RootElement, "access_token", 16_384);

        if (IdToken.IsOfUnknownKey(idToken, facts.Keys)) facts = await directory.Renew(client.Issuer, ct) ?? facts;
        var token = await IdToken.Check(idToken, accessToken, new IdTokenRules(client.Issuer, client.ClientId, visit.Nonce, facts.Keys, clock.GetUtcNow()));
        if (token.Subject is null) return ProviderAnswer.Wrong("ID token: " + token.Fault);
        if (!Vouched.NeedsUserInfo(token.Claims) || accessToken is null || string.IsNullOrEmpty(facts.About.UserInfoEndpoint))
            return ProviderAnswer.Of(Vouched.Of(client.Issuer, token.Subject, token.Claims, null));

        var said = await wire.Get(facts.About.UserInfoEndpoint, ct, accessToken);
        if (said.Fault != WireFault.None) return Failed("userinfo", said);
        using var userInfo = Json(said.Body);
        // Core §5.3.2: an answer about somebody else must not be used.
        if (userInfo is null || Vouched.Text(userInfo.RootElement, "sub", 256) != token.Subject) return ProviderAnswer.Wrong("userinfo is of somebody else");
        return ProviderAnswer.Of(Vouched.Of(client.Issuer, token.Subject, token.Claims, userInfo.RootElement));
    }

    private Task<WireAnswer> Token(ProviderClient client, ProviderVisit visit, string code, ProviderFacts facts, CancellationToken ct)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = ReturnAddress, ["code_verifier"] = visit.Verifier,
        };
        var methods = facts.About.TokenEndpointAuthMethodsSupported;
        var byHeader = client.Secret is not null && (methods.Count == 0 || methods.Contains("client_secret_basic") || !methods.Contains("client_secret_post"));
        if (byHeader) return wire.Post(facts.About.TokenEndpoint, form, ct, (client.ClientId, client.Secret!));
        form["client_id"] = client.ClientId;
        if (client.Secret is not null) form["client_secret"] = client.Secret;
        return wire.Post(facts.About.TokenEndpoint, form, ct);
    }

    /// <summary>Whoever says no (4xx) has looked at it; everything else is being away.</summary>
    private static ProviderAnswer Failed(string where, WireAnswer answer)
    {
        if (answer is not { Fault: WireFault.Refused, Status: < 500 }) return ProviderAnswer.Away;
        using var json = Json(answer.Body);
        var error = json is null ? null : Vouched.Text(json.RootElement, "error", 60);
        return ProviderAnswer.Wrong($"{where}: {answer.Status} {error}".TrimEnd());
    }

    private static JsonDocument? Json(string body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json.Serialization;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Identity.Apps;

/// <summary>Address and password of the person, and the code of their second step where they have one.</summary>
public sealed record Credentials(string Email, string Password, string? Code = null);

/// <summary>The refresh token of the newest pair.</summary>
public sealed record RefreshRequest([property: JsonPropertyName("refresh_token")] string RefreshToken);

/// <summary>An access or a refresh token of the sign-in that ends.</summary>
public sealed record RevocationRequest(string Token);

/// <summary>A pair of tokens under the names of RFC 6749 §5.1; seconds until the access token is over. Shown once.</summary>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken);

internal static class AppRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var token = api.MapGroup("/auth/token").WithTags("Auth");
        token.MapPost("/", async (Credentials b, HttpContext http, Door door) => Answer(await Once(http, door).Run(new SignInApp(b.Email, b.Password, b.Code), SigningInApps.Handle, http.RequestAborted), http)).Does<SignInApp>();
        token.MapPost("/refresh", async (RefreshRequest b, HttpContext http, Door door) => Answer(await Once(http, door).Run(new RefreshApp(b.RefreshToken), RefreshingApps.Handle, http.RequestAborted), http)).Does<RefreshApp>();
        token.MapPost("/revoke", (RevocationRequest b, HttpContext http, Door door) => Once(http, door).Run(new EndApp(b.Token), EndingApps.Handle, http.RequestAborted)).Does<EndApp>();
    }

    // A kept answer has no tokens in it: repeated, it would be an answer without what was asked for.
    private static Door Once(HttpContext http, Door door)
    {
        http.RequestServices.GetRequiredService<Call>().IdempotencyKey = null;
        return door;
    }

    private static Result<TokenAnswer> Answer(Result<AppTokens> tokens, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";   // RFC 6749 §5.1
        return tokens.Map(t => new TokenAnswer(t.AccessToken!, "Bearer", t.ExpiresIn, t.RefreshToken!));
    }
}

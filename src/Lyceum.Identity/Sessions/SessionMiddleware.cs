using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Identity.Apps;
using Lyceum.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Lyceum.Identity.Sessions;

/// <summary>Fills in the actor of a request from its cookie or bearer token. Static files and health need nobody.</summary>
internal sealed class SessionMiddleware(RequestDelegate next, SessionReader reader, SessionCache cache, TimeProvider clock)
{
    public async Task Invoke(HttpContext http, Call call)
    {
        if (NeedsNobody(http))
        {
            await next(http);
            return;
        }
        if (Bearer(http) is { } bearer)
        {
            // A token that is no longer good is told so even where nobody need be known: a script must notice that it was revoked.
            if (await Who(bearer, bearer.StartsWith(TokenPair.AccessPrefix, StringComparison.Ordinal) ? Credential.AccessToken : Credential.ApiToken, http.RequestAborted) is not { } owner)
            {
                await Problems.Write(http, TokenErrors.NotGood);
                return;
            }
            SignIn(http, call, owner);
        }
        else if (SessionCookie.Read(http) is { } token)
        {
            if (await Who(token, Credential.Cookie, http.RequestAborted) is { } person) SignIn(http, call, person);
            else SessionCookie.Clear(http);
        }
        await next(http);
    }

    private static void SignIn(HttpContext http, Call call, SignedIn who)
    {
        call.Actor = who.Actor;
        http.Features.Set(who);
        http.Response.Headers.CacheControl = "no-store";   // what one person sees is not for a shared cache; a page may say otherwise
    }

    private async Task<SignedIn?> Who(string token, Credential came, CancellationToken ct)
    {
        var hash = Secret.Hash(token);
        var key = $"{came}:" + Convert.ToBase64String(hash);   // a cookie is no bearer token, nor the other way round
        if (cache.Find(key) is { } known) return known;
        var generation = cache.Generation;
        if (await reader.Read(hash, came, clock.GetUtcNow(), ct) is not { } found) return null;
        cache.Keep(key, found, generation);
        return found;
    }

    private static string? Bearer(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length <= 200 ? header[7..].Trim() : null;
    }

    private static bool NeedsNobody(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/livez") || http.Request.Path.StartsWithSegments("/readyz") || http.Request.Path.StartsWithSegments("/metrics")
        || http.Request.Path.StartsWithSegments("/lib") || http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null;
}

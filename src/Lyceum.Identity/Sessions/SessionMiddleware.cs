using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Identity.Acting;
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
            if (await Who(token, Credential.Cookie, http.RequestAborted) is not { } person) SessionCookie.Clear(http);
            else if (await IsMeantForAnother(http, call, token, person)) return;
        }
        await next(http);
    }

    /// <summary>
    /// Signs the person in. A change that comes from a page of the time when somebody was acted for, and that is over, is carried out for nobody: neither
    /// for that person, for whom it is too late, nor for whoever sits there, who did not mean themselves.
    /// </summary>
    private async Task<bool> IsMeantForAnother(HttpContext http, Call call, string token, SignedIn person)
    {
        var drawnFor = SessionCookie.ReadActing(http);
        // What is kept here may be older than what another node has done.
        if (drawnFor != person.Acting?.Id) person = await Read(token, Credential.Cookie, http.RequestAborted) ?? person;
        if (drawnFor is not null && drawnFor != person.Acting?.Id)
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && http.Request.Path != "/sign-out")
            {
                if (call.Channel == "api") await Problems.Write(http, ActingErrors.Over);
                else http.Response.Redirect("/today");   // which says that it is over
                return true;
            }
            SessionCookie.ClearActing(http);
            http.Features.Set(new ActingIsOver());
        }
        else if (drawnFor is null && person.Acting is { } acting) SessionCookie.WriteActing(http, acting.Id);
        SignIn(http, call, person);
        return false;
    }

    private static void SignIn(HttpContext http, Call call, SignedIn who)
    {
        call.Actor = who.Actor;
        if (who.Acting is { } acting) call.StillHolds = act => ActingFor.StillHolds(act, acting.Id);
        http.Features.Set(who);
        http.Response.Headers.CacheControl = "no-store";   // what one person sees is not for a shared cache; a page may say otherwise
    }

    private async Task<SignedIn?> Who(string token, Credential came, CancellationToken ct)
    {
        var hash = Secret.Hash(token);
        var key = Key(hash, came);
        return cache.Find(key) ?? await Read(hash, key, came, ct);
    }

    private Task<SignedIn?> Read(string token, Credential came, CancellationToken ct)
    {
        var hash = Secret.Hash(token);
        return Read(hash, Key(hash, came), came, ct);
    }

    private async Task<SignedIn?> Read(byte[] hash, string key, Credential came, CancellationToken ct)
    {
        var generation = cache.Generation;
        if (await reader.Read(hash, came, clock.GetUtcNow(), ct) is not { } found) return null;
        cache.Keep(key, found, generation);
        return found;
    }

    // A cookie is no bearer token, nor the other way round.
    private static string Key(byte[] hash, Credential came) => $"{came}:" + Convert.ToBase64String(hash);

    private static string? Bearer(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length <= 200 ? header[7..].Trim() : null;
    }

    private static bool NeedsNobody(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/livez") || http.Request.Path.StartsWithSegments("/readyz") || http.Request.Path.StartsWithSegments("/metrics")
        || http.Request.Path.StartsWithSegments("/lib") || http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null;
}

using System.Text.Json;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.SignIns;
using Lyceum.Platform;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Lyceum.Identity.IdentityPermissions;

namespace Lyceum.Identity.Passkeys;

/// <summary>A credential the device has made, as <c>PublicKeyCredential.toJSON()</c> gives it, and what to call it.</summary>
public sealed record NewPasskey(Guid ChallengeId, string Name, JsonElement Credential);

/// <summary>What a passkey is called.</summary>
public sealed record PasskeyName(string Name);

/// <summary>What the device answered, as <c>PublicKeyCredential.toJSON()</c> gives it.</summary>
public sealed record PasskeyAnswer(Guid ChallengeId, JsonElement Credential, bool Keep = false);

/// <summary>Who is signed in now; the session is in the cookies of this answer.</summary>
public sealed record PasskeySignedIn(Guid PersonId);

internal static class PasskeyRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var own = api.MapGroup("/me/passkeys").WithTags("Me");
        own.MapGet("/", PasskeyQueries.Mine).Requires(OwnAccount);
        own.MapPost("/options", (PasswordProof b, Door door) => door.Run(new BeginPasskey(b.CurrentPassword), OwnPasskeys.Handle)).Does<BeginPasskey>().WithMetadata(new BeforeSecondStepAttribute());
        own.MapPost("/", async (NewPasskey b, Door door, Call call, SessionCache cache) =>
        {
            var added = await door.Run(new AddPasskey(b.ChallengeId, b.Name, Text(b.Credential)), OwnPasskeys.Handle);
            if (added.Ok) cache.Drop(call.Actor.PersonId!.Value);   // whoever owed a second step goes on with the next request, which may be here before the signal
            return added.Created("/api/v1/me/passkeys");
        }).Does<AddPasskey>().WithMetadata(new BeforeSecondStepAttribute());
        own.MapPut("/{id:guid}", (Guid id, PasskeyName b, Door door) => door.Run(new RenamePasskey(id, b.Name), OwnPasskeys.Handle)).Does<RenamePasskey>();
        own.MapPost("/{id:guid}/removal", (Guid id, PasswordProof b, Door door) => door.Run(new RemovePasskey(id, b.CurrentPassword), OwnPasskeys.Handle)).Does<RemovePasskey>();

        var auth = api.MapGroup("/auth/passkeys").WithTags("Sign-in");
        auth.MapPost("/sign-in/options", (Door door) => door.Run(new AskForPasskey(), SigningInWithPasskey.Handle)).Does<AskForPasskey>();
        auth.MapPost("/sign-in", async (PasskeyAnswer b, HttpContext http, Call call, Door door) =>
        {
            call.IdempotencyKey = null;   // its answer is a cookie, which cannot be repeated
            return Enter(http, await door.Run(new SignInWithPasskey(b.ChallengeId, Text(b.Credential), b.Keep, SessionCookie.ReadDevice(http)), SigningInWithPasskey.Handle));
        }).Does<SignInWithPasskey>();
        auth.MapPost("/second-step/options", (HttpContext http, Door door) => door.Run(new AskForSecondPasskey(SessionCookie.ReadCode(http) ?? "none"), SigningInWithPasskey.Handle)).Does<AskForSecondPasskey>();
        auth.MapPost("/second-step", async (PasskeyAnswer b, HttpContext http, Call call, Door door) =>
        {
            call.IdempotencyKey = null;
            var command = new SignInWithSecondPasskey(SessionCookie.ReadCode(http) ?? "none", b.ChallengeId, Text(b.Credential), SessionCookie.ReadDevice(http));
            return Enter(http, await door.Run(command, SigningInWithPasskey.Handle));
        }).Does<SignInWithSecondPasskey>();
    }

    /// <summary>As it was written: the library reads it. What is no object is nothing.</summary>
    private static string Text(JsonElement credential) => credential.ValueKind == JsonValueKind.Object ? credential.GetRawText() : "";

    private static Result<PasskeySignedIn> Enter(HttpContext http, Result<SignInOutcome> outcome)
    {
        if (outcome.Ok) SignInCookies.Write(http, outcome.Value);
        return outcome.Map(o => new PasskeySignedIn(o.PersonId!.Value));
    }
}

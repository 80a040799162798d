using Lyceum.Identity.People;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.Sessions;
using Lyceum.Identity.Tokens;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Files;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Lyceum.Identity.IdentityPermissions;

namespace Lyceum.Identity.Accounts;

/// <summary>The signed-in person and what they may do, each permission with its reach.</summary>
public sealed record MeView(PersonView Person, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, Reach> Permissions);

/// <summary>One's password, and the new one.</summary>
public sealed record PasswordChange(string CurrentPassword, string NewPassword);

/// <summary>One's password, asked again; left out by who has none.</summary>
public sealed record PasswordProof(string? CurrentPassword = null);

/// <summary>A code of the authenticator app.</summary>
public sealed record CodeProof(string Code);

/// <summary>A token to make.</summary>
public sealed record TokenRequest(string Name, IReadOnlyList<string>? Scopes = null, int? Days = null);

/// <summary>A new token; this is the only time it is shown. Null when the request was a repetition.</summary>
public sealed record TokenShown(Guid Id, string Name, string Hint, IReadOnlyList<string>? Scopes, DateTimeOffset ExpiresAt, string? Token);

/// <summary>The secret for the app, and the same as the text of a QR code.</summary>
public sealed record SecretShown(string? Secret);

/// <summary>Recovery codes; this is the only time they are shown.</summary>
public sealed record CodesShown(IReadOnlyList<string>? Codes);

internal static class MeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Me");
        me.MapGet("/", Read).Requires(OwnAccount);
        me.MapPut("/", (ChangeProfile body, Door door) => door.Run(body, ChangingPeople.Handle)).Does<ChangeProfile>();
        me.MapGet("/avatar", AvatarQueries.Mine).Requires(OwnAccount);
        me.MapPut("/avatar", async (HttpContext http, FileUpload upload, Door door) =>
        {
            var picture = await upload.Read(http, FilePurpose.Portrait);
            return picture.Ok ? await door.Run(new SetAvatar(picture.Value), ChangingAvatars.Handle, http.RequestAborted) : picture.Refusal;
        }).Does<SetAvatar>().Accepts<IFormFile>("multipart/form-data").WithSummary("Puts a picture of oneself (png, jpg or webp, up to 2 MiB) in the place of the one before.");
        me.MapDelete("/avatar", (Door door) => door.Run(new RemoveAvatar(), ChangingAvatars.Handle)).Does<RemoveAvatar>();
        me.MapPut("/password", (PasswordChange b, Door door) => door.Run(new ChangePassword(b.CurrentPassword, b.NewPassword), OwnPassword.Handle)).Does<ChangePassword>();

        me.MapGet("/sessions", SessionQueries.Mine).Requires(OwnAccount);
        me.MapDelete("/sessions", (Door door) => door.Run(new EndOtherSessions(), EndingSessions.Handle)).Does<EndOtherSessions>();
        me.MapDelete("/sessions/{id:guid}", (Guid id, Door door) => door.Run(new EndSession(id), EndingSessions.Handle)).Does<EndSession>();

        me.MapGet("/tokens", TokenQueries.Mine).Requires(OwnAccount);
        me.MapPost("/tokens", async (TokenRequest b, Door door) =>
        {
            var made = await door.Run(new CreateToken(b.Name, b.Scopes, b.Days), CreatingTokens.Handle);
            return made.Map(t => new TokenShown(t.Id, t.Name, t.Hint, t.Scopes, t.ExpiresAt, t.Token)).Created("/api/v1/me/tokens");
        }).Does<CreateToken>();
        me.MapDelete("/tokens/{id:guid}", (Guid id, Door door) => door.Run(new RevokeToken(id), RevokingTokens.Handle)).Does<RevokeToken>();

        me.MapPost("/second-step", async (PasswordProof b, Door door) =>
            (await door.Run(new BeginSecondStep(b.CurrentPassword), SecondSteps.Handle)).Map(s => new SecretShown(s.Secret))).Does<BeginSecondStep>().WithMetadata(new BeforeSecondStepAttribute());
        me.MapPut("/second-step", async (CodeProof b, Door door, Call call, SessionCache cache) =>
        {
            var confirmed = await door.Run(new ConfirmSecondStep(b.Code), SecondSteps.Handle);
            if (confirmed.Ok) cache.Drop(call.Actor.PersonId!.Value);   // the next request may be here before the signal
            return confirmed.Map(c => new CodesShown(c.Codes));
        }).Does<ConfirmSecondStep>().WithMetadata(new BeforeSecondStepAttribute());
        me.MapPost("/second-step/removal", (PasswordProof b, Door door) => door.Run(new RemoveSecondStep(b.CurrentPassword), SecondSteps.Handle)).Does<RemoveSecondStep>();
        me.MapPost("/recovery-codes", async (PasswordProof b, Door door) =>
            (await door.Run(new RenewRecoveryCodes(b.CurrentPassword), SecondSteps.Handle)).Map(c => new CodesShown(c.Codes))).Does<RenewRecoveryCodes>();
    }

    /// <summary>Who is signed in, with their roles and how far each permission reaches.</summary>
    private static async Task<Result<MeView>> Read(LyceumDb db, Call call, CancellationToken ct) =>
        (await PersonQueries.Find(call.Actor.PersonId ?? Guid.Empty, db, call, ct)).Map(person =>
            new MeView(person, call.Actor.Roles, call.Actor.Permissions.Order(StringComparer.Ordinal).ToDictionary(p => p, p => call.Actor.ReachOf(p)!.Value, StringComparer.Ordinal)));
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Registration;

/// <summary>Confirms an address by the link in the mail.</summary>
[Open("whoever has the mail has the address")]
public sealed record VerifyEmail([property: JsonIgnore, Required, StringLength(100)] string Token);

/// <summary>Confirms an address by the six digits in the mail, on the screen where one registered.</summary>
[Open("whoever has the mail has the address")]
public sealed record VerifyEmailByCode(Guid LinkId, [property: JsonIgnore, Required, StringLength(10)] string Code);

/// <summary>How addresses are confirmed.</summary>
public static class Verifying
{
    public static async Task<Result<Done>> Handle(VerifyEmail command, Act act)
    {
        var hash = Secret.Hash(command.Token);
        // Locked: a link opened twice at once counts once.
        var link = await act.Db.Links.ForUpdate().SingleOrDefaultAsync(l => l.TokenHash == hash && l.Kind == LinkKind.Verify, act.Ct);
        if (link?.IsOpen(act.Now) != true) return RegistrationErrors.LinkOver;
        return await Finish(act, link);
    }

    public static async Task<Result<Done>> Handle(VerifyEmailByCode command, Act act)
    {
        var link = await act.Db.Links.ForUpdate().SingleOrDefaultAsync(l => l.Id == command.LinkId && l.Kind == LinkKind.Verify, act.Ct);
        // A link that was never made (the address has an account already) answers as a wrong code does.
        if (link is null) return RegistrationErrors.WrongCode;
        if (!link.IsOpen(act.Now) || link.CodeTriesUsed >= Link.CodeTries) return RegistrationErrors.LinkOver;
        if (!link.IsCode(command.Code))
        {
            return RegistrationErrors.WrongCode.Recording(a =>
                a.Db.Database.ExecuteSqlAsync($"UPDATE identity.links SET code_tries = code_tries + 1 WHERE id = {command.LinkId}", a.Ct));
        }
        return await Finish(act, link);
    }

    /// <summary>Sends (again) the mail that confirms the account's address; at most five an hour. Returns the id that the code belongs to.</summary>
    internal static async Task<Guid> Send(Act act, Account account, Person? person = null)
    {
        var bucket = SignIns.Throttle.ForMail(account.Email);
        if (await SignIns.Throttle.IsOver(act, bucket, 5, TimeSpan.FromHours(1)))
        {
            var open = await act.Db.Links.Where(l => l.AccountId == account.Id && l.Kind == LinkKind.Verify && l.UsedAt == null && l.ExpiresAt > act.Now)
                .OrderByDescending(l => l.CreatedAt).Select(l => (Guid?)l.Id).FirstOrDefaultAsync(act.Ct);
            return open ?? Guid.CreateVersion7();
        }
        await SignIns.Throttle.Count(act, bucket, TimeSpan.FromHours(1));
        var (link, token, code) = Link.Make(LinkKind.Verify, account.Id, act.Now);
        act.Db.Links.Add(link);
        await Letters.Send(act, "verify", account, person, $"/verify-email?token={token}", code);
        return link.Id;
    }

    private static async Task<Result<Done>> Finish(Act act, Link link)
    {
        link.UsedAt = act.Now;
        var account = await act.Db.Accounts.SingleAsync(a => a.Id == link.AccountId, act.Ct);
        account.Verify(act.Now);
        return Done.It;
    }
}

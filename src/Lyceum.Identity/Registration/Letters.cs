using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Registration;

/// <summary>The mails of Identity: texts <c>identity.mail.{template}.…</c>, sent after the act has committed.</summary>
internal static class Letters
{
    /// <summary>To the owner of the account, in their language; the person is read unless the act has just made them.</summary>
    internal static async Task Send(Act act, string template, Account account, Person? person, string link, string? code = null, params (string Name, object? Value)[] more)
    {
        person ??= await act.Db.People.AsNoTracking().SingleAsync(p => p.Id == account.PersonId, act.Ct);
        await act.SendMail(new MailMessage(account.Email, "identity.mail." + template, Language.Find(person.Language) ?? Language.English, person.Id)
        {
            Args = [("name", person.DisplayName), .. more],
            Link = link,
            Code = code,
        });
    }
}

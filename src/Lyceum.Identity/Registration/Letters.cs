using Lyceum.Identity.Accounts;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Registration;

/// <summary>A mail to be written: which, to whom, in which language, with which words.</summary>
public sealed record Letter(string Template, string To, string Language, Dictionary<string, string> Words);

/// <summary>The mails of Identity. Sent by a job after the act has committed, so that a mail never tells of something that did not happen.</summary>
internal static class Letters
{
    internal const string JobKind = "identity.letter";

    /// <summary>To the owner of the account, in their language; the person is read unless the act has just made them.</summary>
    internal static async Task Send(Act act, string template, Account account, Person? person, params (string Name, string Value)[] words)
    {
        person ??= await act.Db.People.AsNoTracking().SingleAsync(p => p.Id == account.PersonId, act.Ct);
        Send(act, template, account.Email, person.Language, [("name", person.DisplayName), .. words]);
    }

    internal static void Send(Act act, string template, string to, string language, params (string Name, string Value)[] words) =>
        act.Enqueue(JobKind, new Letter(template, to, language, words.ToDictionary(w => w.Name, w => w.Value, StringComparer.Ordinal)));
}

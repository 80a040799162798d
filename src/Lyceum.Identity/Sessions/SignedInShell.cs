using System.Globalization;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Platform.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Identity.Sessions;

/// <summary>Who is signed in, as the layout shows them; known from the session already, so no statement.</summary>
internal static class SignedInShell
{
    public static Task<Shell> Fill(ShellReading reading, Shell shell)
    {
        if (reading.Http.Features.Get<SignedIn>() is not { } who) return Task.FromResult(shell);
        var texts = reading.Http.RequestServices.GetRequiredService<TextCatalogue>().For(shell.Language);
        // The caption names the role whose work it is; most people have one. The order of the house puts what one is before what one also does.
        var role = Role.All.LastOrDefault(r => who.Actor.Roles.Contains(r));
        var zone = who.Zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(who.Zone, out var own) ? own : shell.Zone;
        return Task.FromResult(shell with
        {
            Person = new ShellPerson(who.Name, Initials(who.Name), role is null ? null : texts[$"identity.roles.{role}"]),
            Zone = zone,
        });
    }

    /// <summary>First letters of the first and last word, whole characters of any script.</summary>
    internal static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "?";
        var first = StringInfo.GetNextTextElement(words[0]);
        return (words.Length == 1 ? first : first + StringInfo.GetNextTextElement(words[^1])).ToUpperInvariant();
    }
}

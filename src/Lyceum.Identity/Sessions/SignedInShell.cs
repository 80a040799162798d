using Lyceum.Identity.Acting;
using Lyceum.Identity.People;
using Lyceum.Platform;
using Lyceum.Platform.Files;
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
        var links = reading.Http.RequestServices.GetRequiredService<FileLinks>();
        // The caption names the role whose work it is; most people have one. The order of the house puts what one is before what one also does.
        var role = Role.All.LastOrDefault(r => who.Actor.Roles.Contains(r));
        var zone = who.Zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(who.Zone, out var own) ? own : shell.Zone;
        return Task.FromResult(shell with
        {
            Person = new ShellPerson(who.Name, links.Portrait(who.AvatarHash, who.AvatarType), role is null ? null : texts[$"identity.roles.{role}"]),
            Zone = zone,
            Acting = who.Acting is { } acting ? new ShellActing(acting.By, who.Name, acting.Until, reading.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()) : null,
            ActingIsOver = reading.Http.Features.Get<ActingIsOver>() is not null,
        });
    }
}

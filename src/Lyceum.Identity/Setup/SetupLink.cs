using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Identity.Setup;

/// <summary>The link <c>lyceum up</c> prints while a school has no administrator.</summary>
public static class SetupLink
{
    /// <summary>A fresh link below the address given (<c>http://localhost:8080</c>), good once for 24 hours; null when there is an administrator. Earlier links are void.</summary>
    public static async Task<string?> Create(IServiceProvider services, string origin, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<Call>();
        (call.Actor, call.Channel) = (Actor.System("setup", IdentityPermissions.Setup), "cli");
        var made = await scope.ServiceProvider.GetRequiredService<Door>().Run(new CreateSetupToken(), SettingUp.Handle, ct);
        return made.Ok ? $"{origin.TrimEnd('/')}/setup?token={made.Value.Token}" : null;
    }
}

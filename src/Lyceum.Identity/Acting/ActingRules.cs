using Lyceum.Platform;
using Lyceum.Platform.Security;

namespace Lyceum.Identity.Acting;

/// <summary>For whom one may act: never for an administrator, and for nobody who may do to others what one may not oneself. Asked at the beginning and whenever rights are read anew.</summary>
internal static class ActingRules
{
    public static Refusal? Objection(House house, Func<string, Reach?> mine, IReadOnlyCollection<string> roles, IReadOnlyDictionary<string, Reach> permissions)
    {
        if (roles.Contains(Role.Administrator)) return ActingErrors.Administrator;
        // What reaches no further than the person's own is what one comes to see.
        var own = house.Contributions.Permissions.Where(p => p.IsOwnWork).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return permissions.Any(p => p.Value > Reach.Own && !own.Contains(p.Key) && !(mine(p.Key) >= p.Value)) ? ActingErrors.MoreRights : null;
    }
}

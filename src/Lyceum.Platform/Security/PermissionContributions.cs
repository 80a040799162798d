using Lyceum.Platform.Security;

namespace Lyceum.Platform;

public sealed partial class Contributions
{
    private readonly List<PermissionDeclaration> _permissions = [];

    /// <summary>Every permission of the house.</summary>
    public IReadOnlyList<PermissionDeclaration> Permissions => _permissions;

    /// <summary>Declares a permission and which built-in roles hold it. The administrator and, for <c>….read</c>, the auditor are not implied: name them.</summary>
    public void Permission(string name, params (string Role, Reach Reach)[] roles) => _permissions.Add(new PermissionDeclaration(name, roles));

    /// <summary>Declares a permission that opens nothing but the holder's own work: whoever acts for them sees it through them without holding it.</summary>
    public void OwnWork(string name, params (string Role, Reach Reach)[] roles) => _permissions.Add(new PermissionDeclaration(name, roles) { IsOwnWork = true });

    /// <summary>What a person with these built-in roles holds (with <see cref="Role.Everyone"/> implied): the widest reach wins.</summary>
    public Dictionary<string, Reach> PermissionsOf(IEnumerable<string> roles)
    {
        var held = roles.Append(Role.Everyone).ToHashSet(StringComparer.Ordinal);
        var result = new Dictionary<string, Reach>(StringComparer.Ordinal);
        foreach (var permission in _permissions)
        {
            foreach (var (role, reach) in permission.Roles)
            {
                if (held.Contains(role) && (!result.TryGetValue(permission.Name, out var known) || known < reach)) result[permission.Name] = reach;
            }
        }
        return result;
    }
}

using Lyceum.Identity.People;
using Lyceum.Platform;

namespace Lyceum.Identity;

/// <summary>Accounts, sign-in, sessions, roles, grants, tokens, and the person everything refers to.</summary>
public sealed class IdentityModule : IModule
{
    /// <inheritdoc/>
    public string Name => "identity";

    /// <inheritdoc/>
    public void Contribute(Contributions add)
    {
        add.Mapping(Person.Map);
        add.PeopleNames(NamesOfPeople.Read);
    }
}

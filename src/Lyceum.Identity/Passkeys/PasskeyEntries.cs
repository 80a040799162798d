using System.ComponentModel.DataAnnotations;

namespace Lyceum.Identity.Passkeys;

/// <summary>The form of a passkey's name.</summary>
public sealed class PasskeyNameEntry
{
    [Required] public string? Name { get; set; }
}

/// <summary>The form that removes a passkey; whoever has no password leaves it out.</summary>
public sealed class PasskeyProofEntry
{
    public string? CurrentPassword { get; set; }
}

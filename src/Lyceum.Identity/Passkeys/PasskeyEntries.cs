using System.ComponentModel.DataAnnotations;

namespace Lyceum.Identity.Passkeys;

/// <summary>The form of a passkey's name.</summary>
public sealed class PasskeyNameEntry
{
    [Required] public string? Name { get; set; }
}

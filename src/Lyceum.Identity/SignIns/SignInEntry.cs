using System.ComponentModel.DataAnnotations;

namespace Lyceum.Identity.SignIns;

/// <summary>The form of signing in.</summary>
public sealed class SignInEntry
{
    [Required] public string? Email { get; set; }
    [Required] public string? Password { get; set; }
    public bool Keep { get; set; }
}

/// <summary>The form of the second step.</summary>
public sealed class CodeEntry
{
    [Required] public string? Code { get; set; }
}

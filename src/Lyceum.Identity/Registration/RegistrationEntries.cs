using System.ComponentModel.DataAnnotations;

namespace Lyceum.Identity.Registration;

/// <summary>The form of registering.</summary>
public sealed class RegisterEntry
{
    [Required] public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    [Required, EmailAddress] public string? Email { get; set; }
    [Required] public string? Password { get; set; }
}

/// <summary>The form that asks for a new password.</summary>
public sealed class ForgottenEntry
{
    [Required, EmailAddress] public string? Email { get; set; }
}

/// <summary>The form that sets it.</summary>
public sealed class NewPasswordEntry
{
    [Required] public string? NewPassword { get; set; }
}
